"""Follow-ups in the admin, by the flows."""

from datetime import timedelta

from crm.flows import delete_customer
from crm.models import Followup, Interaction
from tests.admin.doors import add, address, edit, errors, listed, run, said
from tests.factories import make_customer, make_followup


def test_one_is_added_to_a_customer_for_its_agent(manager_browser, agent, customer):
    add(
        manager_browser, Followup, customer=customer.pk, title="اتصال", due_date_day="2027-01-05", due_date_time="10:30"
    )
    followup = Followup.objects.get()
    assert (followup.user, followup.owner, followup.history.get().door) == (agent, agent, "admin")
    customer.refresh_from_db()
    assert customer.next_followup_date == followup.due_date


def test_a_missing_time_is_said_at_its_field(manager_browser, customer):
    assert "due_date" in errors(add(manager_browser, Followup, customer=customer.pk, title="اتصال"))


def test_one_is_corrected_and_seconds_not_shown_stay(manager_browser, followup):
    due = followup.due_date
    edit(manager_browser, followup, title="زيارة")
    followup.refresh_from_db()
    assert (followup.title, followup.due_date, followup.version) == ("زيارة", due, 2)


def test_completing_many_records_contacts_and_names_what_it_could_not_do(manager_browser, customer):
    done, cancelled = make_followup(customer), make_followup(customer, title="ملغاة من قبل")
    run(manager_browser, "cancel", [cancelled])
    page = run(manager_browser, "complete", [done, cancelled])
    assert "اكتملت: متابعة واحدة." in said(page)
    assert any("«ملغاة من قبل»" in text for text in said(page))
    assert Interaction.objects.get().notes == "اكتملت المتابعة: اتصال"
    done.refresh_from_db()
    assert done.status == "completed"


def test_those_of_a_customer_in_the_bin_leave_the_list_and_are_not_edited(manager_browser, agent, followup, now):
    delete_customer(by=agent, at=now, customer_id=followup.customer_id)
    assert listed(manager_browser.get(address(Followup, "changelist"))) == []
    assert 'name="_save"' not in manager_browser.get(address(Followup, "change", followup.pk)).text


def test_deleting_goes_through_the_flow(manager_browser, followup):
    run(manager_browser, "delete_selected", [followup], post="yes")
    followup.refresh_from_db()
    followup.customer.refresh_from_db()
    assert followup.deleted_at
    assert followup.customer.next_followup_date is None


def test_found_by_the_customer_in_any_spelling(manager_browser, agent, now):
    make_followup(
        make_customer(agent, name="فاطمة", phone="0521234567"), title="لفاطمة", due_date=now - timedelta(days=2)
    )
    make_followup(make_customer(agent, name="سعد"))
    url = address(Followup, "changelist")
    for query in ({"q": "فاطمه"}, {"q": "٠٥٢١٢٣٤٥٦٧"}, {"due": "overdue"}, {"due": "today"}):
        assert listed(manager_browser.get(url, query)) == ["لفاطمة"]


def test_what_is_late_says_so_in_the_list(manager_browser, customer, now):
    make_followup(customer, due_date=now - timedelta(hours=1))
    page = manager_browser.get(address(Followup, "changelist")).text
    assert '<span class="badge t-red">متأخرة</span>' in page
