"""Two people edit one customer: the second chooses, and nothing typed is lost."""

import pytest
from django.urls import reverse

from crm.flows import edit_customer
from crm.models import Customer
from tests.crm.test_customer_form import typed_over
from tests.factories import make_customer


@pytest.fixture
def seen(agent, manager, now) -> Customer:
    """The customer as the agent's form shows it, which the manager has edited since."""
    seen = make_customer(agent, name="عبدالله", city="الرياض", budget="1000000", status="qualified", notes="قديم")
    facts = {"budget": "1500000", "status": "viewing"}
    edit_customer(by=manager, at=now, customer_id=seen.pk, version=1, facts=facts)
    return seen


def mine(seen: Customer, **changes: str) -> dict[str, str]:
    typed = typed_over(seen, city="الرياض", budget="1,450,000", status="qualified", notes="ملاحظتي")
    return {**typed, **changes}


def test_a_stale_edit_shows_mine_the_saved_and_what_it_was(browser, seen):
    page = browser.post(reverse("customer_edit", args=[seen.pk]), mine(seen))
    assert page.status_code == 409
    picks = {pick.field: pick for pick in page.context["conflict"].picks}
    assert set(picks) == {"budget", "status", "notes"}
    budget = picks["budget"]
    assert "1,450,000" in budget.mine
    assert "1,500,000" in budget.saved
    assert "1,000,000" in budget.was
    assert "نورة السالم" in page.text
    assert Customer.objects.get().notes == "قديم"


def test_mine_is_offered_first_except_where_only_they_changed_the_field(browser, seen):
    page = browser.post(reverse("customer_edit", args=[seen.pk]), mine(seen))
    chosen = {pick.field: pick.chosen for pick in page.context["conflict"].picks}
    assert chosen == {"budget": "mine", "status": "saved", "notes": "mine"}


def test_the_choices_are_saved_over_the_version_that_was_shown(browser, seen):
    url = reverse("customer_edit", args=[seen.pk])
    page = browser.post(url, mine(seen))
    sent = dict(page.context["typed"]) | {"version": "2", "pick_budget": "saved", "pick_status": "saved"}
    assert browser.post(url, {**sent, "pick_notes": "mine"}).status_code == 302
    saved = Customer.objects.get()
    assert (saved.budget, saved.status, saved.notes) == (1_500_000, "viewing", "ملاحظتي")


def test_an_edit_in_between_asks_again(browser, seen, manager, now):
    url = reverse("customer_edit", args=[seen.pk])
    sent = dict(browser.post(url, mine(seen)).context["typed"]) | {"version": "2", "pick_budget": "mine"}
    edit_customer(by=manager, at=now, customer_id=seen.pk, version=2, facts={"notes": "أحدث"})
    page = browser.post(url, {**sent, "pick_status": "saved"})
    assert page.status_code == 409
    assert {pick.field for pick in page.context["conflict"].picks} == {"budget", "notes"}


def test_what_was_typed_does_nothing_in_the_conflict_page(browser, seen):
    page = browser.post(reverse("customer_edit", args=[seen.pk]), mine(seen, city='"><script>alert(1)</script>'))
    assert page.status_code == 409
    assert "<script>alert" not in page.text
