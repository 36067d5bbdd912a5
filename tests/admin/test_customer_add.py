"""A manager adds a customer in the admin: the flow cleans, refuses and announces as for everybody."""

import pytest

from crm.models import Customer, Followup, Interaction
from notifications.models import Notification
from tests.admin.doors import add, address, errors
from tests.factories import make_customer


def test_it_is_cleaned_and_belongs_to_the_chosen_agent(manager_browser, agent, manager):
    add(
        manager_browser, Customer, name="  فهد <b>العتيبي</b>", phone="٠٥٢ ١٢٣ ٤٥٦٧", owner=agent.pk, budget="1.2 مليون"
    )
    customer = Customer.objects.get()
    assert (customer.name, customer.phone, customer.budget) == ("فهد العتيبي", "+966521234567", 1_200_000)
    assert (customer.owner, customer.created_by) == (agent, manager)
    assert Notification.objects.get(user=agent).title == "عميل جديد"


def test_history_names_the_manager_and_the_door(manager_browser, agent, manager):
    add(manager_browser, Customer, name="ريم", phone="0521234567", owner=agent.pk)
    entry = Customer.objects.get().history.get()
    assert (entry.history_user, entry.door, entry.history_type) == (manager, "admin", "+")


def test_wrong_values_are_said_at_their_fields_and_nothing_typed_is_lost(manager_browser, agent):
    page = add(manager_browser, Customer, name="ريم", phone="123", owner=agent.pk, status="lost", notes="ملاحظة طويلة")
    assert set(errors(page)) == {"phone"}
    assert "ملاحظة طويلة" in page.text
    page = add(manager_browser, Customer, name="ريم", phone="0521234567", owner=agent.pk, status="lost")
    assert errors(page) == {"lost_reason": ["اختر سبب الخسارة."]}
    assert not Customer.objects.exists()


def test_a_sale_is_not_made_by_a_status(manager_browser, agent):
    page = add(manager_browser, Customer, name="ريم", phone="0521234567", owner=agent.pk, status="converted")
    assert "status" in errors(page)


def test_the_same_phone_is_refused_naming_the_customer_until_allowed(manager_browser, agent):
    twin = make_customer(agent, name="نورة", phone="0521234567")
    page = add(manager_browser, Customer, name="ريم", phone="٠٥٢١٢٣٤٥٦٧", owner=agent.pk)
    assert "نورة" in errors(page)["phone"][0]
    assert 'name="allow_duplicate"' in page.text
    page = add(manager_browser, Customer, name="ريم", phone="0521234567", owner=agent.pk, allow_duplicate="on")
    assert Customer.objects.exclude(pk=twin.pk).get().shares_phone


def test_the_box_for_two_people_is_not_there_unasked(manager_browser, agent):
    assert 'name="allow_duplicate"' not in add(manager_browser, Customer, name="", phone="").text


@pytest.mark.parametrize("model", [Customer, Interaction, Followup])
def test_a_link_to_the_form_may_say_whose_and_nothing_else(manager_browser, agent, model):
    odd = dict.fromkeys(("due_date", "completed_at", "scheduled_for", "budget", "districts", "tags", "name"), "abc")
    page = manager_browser.get(address(model, "add"), {**odd, "customer": "x", "owner": agent.pk})
    assert page.status_code == 200
    assert page.context["adminform"].form.initial == {"owner": str(agent.pk)}
