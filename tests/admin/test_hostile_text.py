"""What people type does nothing in the admin but be read."""

import pytest

from core.models import User
from crm.models import Customer, Followup, Interaction
from tests.admin.doors import address, run
from tests.factories import make_customer, make_followup, make_interaction

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7*7 }}{% debug %}",
    "</title><svg/onload=alert(1)>",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_page_shows_it_as_text(manager_browser, agent, teammate, attack):
    # Past the flows' cleaning: as if an old row held it.
    customer = make_customer(agent)
    followup, interaction = make_followup(customer), make_interaction(customer)
    Customer.objects.filter(pk=customer.pk).update(name=attack, notes=attack, city=attack, tags=[attack])
    Followup.objects.filter(pk=followup.pk).update(title=attack, description=attack)
    Interaction.objects.filter(pk=interaction.pk).update(notes=attack)
    User.objects.filter(pk=agent.pk).update(first_name=attack)
    customer.refresh_from_db()
    pages = [manager_browser.get(address(model, "changelist"), {"q": attack}) for model in (Customer, Followup, User)]
    for row in (customer, followup, interaction, agent):
        pages += [manager_browser.get(address(type(row), "changelist"))]
        pages += [manager_browser.get(address(type(row), page, row.pk), follow=True) for page in ("change", "history")]
    pages += [manager_browser.get(address(Customer, "delete", customer.pk))]
    pages += [run(manager_browser, action, [customer]) for action in ("reassign", "delete_selected")]
    pages += [run(manager_browser, "reassign", [customer], taker_asked="yes", taker=teammate.pk)]
    pages += [run(manager_browser, "delete_selected", [customer], post="yes")]
    for page in pages:
        assert page.status_code in {200, 403}
        assert not any(raw in page.text for raw in ("<script>alert", "<img src=x", "<svg/onload", 'href="javascript:'))
        assert "49{%" not in page.text
