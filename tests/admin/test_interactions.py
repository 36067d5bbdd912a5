"""Interactions in the admin, by the flows."""

from crm.models import Interaction
from tests.admin.doors import add, address, edit, errors, listed, run
from tests.factories import make_customer, make_interaction


def test_one_is_recorded_now_in_the_name_of_the_customers_agent(manager_browser, agent, manager, customer):
    add(manager_browser, Interaction, customer=customer.pk, type="call", direction="out", notes="رد")
    interaction = Interaction.objects.get()
    assert (interaction.user, interaction.history.get().history_user) == (agent, manager)
    assert interaction.completed_at
    customer.refresh_from_db()
    assert customer.first_contact_at == interaction.completed_at


def test_one_is_planned(manager_browser, customer):
    add(
        manager_browser,
        Interaction,
        customer=customer.pk,
        type="meeting",
        scheduled_for_day="2027-01-05",
        scheduled_for_time="",
    )
    assert Interaction.objects.get().completed_at is None


def test_the_future_and_a_direction_without_a_call_are_refused_at_their_fields(manager_browser, customer):
    future = {"completed_at_day": "2090-01-01", "completed_at_time": "10:00"}
    assert "completed_at" in errors(add(manager_browser, Interaction, customer=customer.pk, type="call", **future))
    page = add(manager_browser, Interaction, customer=customer.pk, type="sms", direction="in")
    assert "direction" in errors(page)


def test_one_is_corrected_by_the_version_that_was_seen(manager_browser, interaction):
    edit(manager_browser, interaction, notes="تصحيح")
    done_at = interaction.completed_at
    interaction.refresh_from_db()
    assert (interaction.notes, interaction.version, interaction.completed_at) == ("تصحيح", 2, done_at)


def test_deleting_goes_through_the_flow(manager_browser, interaction):
    run(manager_browser, "delete_selected", [interaction], post="yes")
    interaction.refresh_from_db()
    interaction.customer.refresh_from_db()
    assert interaction.deleted_at
    assert interaction.customer.first_contact_at is None


def test_found_by_the_customer_in_any_spelling(manager_browser, agent, interaction):
    mine = make_interaction(make_customer(agent, name="فاطمة"))
    assert listed(manager_browser.get(address(Interaction, "changelist"), {"q": "فاطمه"})) == [str(mine)]
