"""Erasing a person: nothing that anybody typed about it is left in any table (product: flow 7, erased)."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from core.errors import WrongState
from core.integrity import breaches
from core.models import ExportLog, IdempotencyKey
from crm import signals
from crm.flows import (
    add_followup,
    delete_customer,
    edit_customer,
    edit_interaction,
    erase_customer,
    erase_customers,
    keep_customers,
    log_contact,
    merge_customers,
    record_interaction,
    restore_customer,
    undo_merge,
)
from crm.models import Customer, Followup, Import, ImportRow, Interaction, Merge, SavedView
from notifications.models import Notification
from tests.crm.flows.test_all_or_nothing import Broken, _ran_with_failing_write, last_handler_fails, snapshot
from tests.crm.known_person import DIGITS, NAME, NOTE, TITLE, WORDS, found, make_known
from tests.factories import make_customer


@pytest.fixture
def person(agent, teammate, manager, now, api):
    return make_known(agent, teammate, manager, now, api)


NAMESAKE = {"crm.ImportRow.cells"}  # a row of another phone under the same name


def test_nothing_of_a_person_is_left_in_any_table(person, agent, now):
    before = found()
    assert {
        *("crm.Customer.name", "crm.HistoricalCustomer.phone", "crm.Customer.search_text", "crm.Interaction.notes"),
        *("crm.HistoricalInteraction.notes", "crm.Followup.title", "crm.HistoricalFollowup.description"),
        *("notifications.Notification.message", "core.IdempotencyKey.answer", "core.ExportLog.filters"),
        *("crm.SavedView.query", "crm.SavedView.name", "crm.ImportPart.content", "crm.Import.file_name"),
        *("crm.ImportRow.cells", "crm.ImportRow.values", "crm.ImportRow.problems", "crm.ImportRow.phone"),
    } <= before
    erase_customer(by=agent, at=timezone.now(), customer_id=person.pk)
    assert found() == NAMESAKE
    ImportRow.objects.filter(cells__2="سميّتها").delete()
    assert found() == set()
    assert list(breaches()) == []


def test_what_is_not_the_persons_stays(person, agent, manager, now):
    other = make_customer(agent, name="هند", phone="0529998877")
    erase_customer(by=agent, at=timezone.now(), customer_id=person.pk)
    assert set(SavedView.objects.values_list("name", flat=True)) == {"الصامتون"}
    assert sorted(log.filters["search"] for log in ExportLog.objects.filter(user=agent)) == ["محذوف", "محذوف", "محمد"]
    assert ExportLog.objects.filter(filters__status="new").count() == 2
    assert ImportRow.objects.get(number=4).cells == ["هند", "0529998877", ""]
    assert Import.objects.get(file_name="يبقى.csv").parts.exists()
    dropped = Import.objects.filter(status="failed")
    assert dropped.count() == 4
    assert all(not run.parts.exists() and "ارفعه من جديد" in run.problem for run in dropped)
    assert Notification.objects.filter(data__customer_id=other.pk).exists()
    assert IdempotencyKey.objects.filter(key="k3").exists()  # the answer about another customer
    other.refresh_from_db()
    assert (other.name, other.phone) == ("هند", "+966529998877")


def test_the_row_stays_with_its_codes_sums_and_times(agent, now):
    at = now - timedelta(days=3)
    row = make_customer(agent, name=NAME, budget=5, source="whatsapp", consent_marketing=True, at=at)
    spoken = record_interaction(by=agent, at=at, customer_id=row.pk, facts={"type": "call", "outcome": "answered"})
    erase_customer(by=agent, at=now, customer_id=row.pk)
    row.refresh_from_db(), spoken.refresh_from_db()
    assert (row.budget, row.source, row.status, row.created_at) == (5, "whatsapp", "new", at)
    assert (row.erased_at, row.deleted_at, row.version) == (now, now, 2)
    assert (row.consent_source, bool(row.consent_at)) == ("system", True)
    assert (spoken.type, spoken.outcome, spoken.deleted_at) == ("call", "answered", None)
    assert str(row) == "عميل مُحيت بياناته"
    newest = row.history.order_by("-history_id").first()
    assert (newest.history_user, newest.name, newest.erased_at) == (agent, "", now)


def test_it_is_gone_for_good(agent, person, now):
    at = timezone.now()
    erase_customer(by=agent, at=at, customer_id=person.pk)
    by = {"by": agent, "at": at}
    for act in (
        lambda: erase_customer(**by, customer_id=person.pk),
        lambda: restore_customer(**by, customer_id=person.pk),
        lambda: edit_customer(**by, customer_id=person.pk, version=None, facts={"city": "جدة"}),
        lambda: log_contact(**by, customer_id=person.pk, facts={"type": "call"}),
        lambda: edit_interaction(
            **by, interaction_id=Interaction.objects.first().pk, version=None, facts={"notes": NOTE}
        ),
    ):
        with pytest.raises(Http404):
            act()
    assert erase_customers(**by, customer_ids=[person.pk]) == 0
    assert keep_customers(**by, customer_ids=[person.pk]) == 0


def test_one_in_the_bin_or_out_of_it_too_is_erased_and_keeps_its_day(agent, customer, now):
    for days in (1, 400):
        row = make_customer(agent, at=now - timedelta(days=500))
        gone_at = now - timedelta(days=days)
        delete_customer(by=agent, at=gone_at, customer_id=row.pk)
        erase_customer(by=agent, at=now, customer_id=row.pk)
        row.refresh_from_db()
        assert (row.name, row.deleted_at, row.erased_at) == ("", gone_at, now)
    assert list(breaches()) == []


def test_an_agent_erases_its_own_and_a_manager_anybodys(agent, manager, foreign_customer, now):
    with pytest.raises(Http404):
        erase_customer(by=agent, at=now, customer_id=foreign_customer.pk)
    assert erase_customers(by=agent, at=now, customer_ids=[foreign_customer.pk]) == 0
    erase_customer(by=manager, at=timezone.now(), customer_id=foreign_customer.pk)
    foreign_customer.refresh_from_db()
    assert foreign_customer.name == ""


def test_what_was_merged_into_it_is_the_same_person(agent, now):
    at = now - timedelta(days=1)
    rows = [make_customer(agent, name=f"{NAME} {number}", phone=f"052111004{number}", at=at) for number in range(2, 5)]
    for absorbed, survivor in ((rows[2], rows[1]), (rows[1], rows[0])):
        record_interaction(by=agent, at=at, customer_id=absorbed.pk, facts={"type": "note", "notes": NOTE})
        merge_customers(by=agent, at=at, absorbed_id=absorbed.pk, survivor_id=survivor.pk)
    with pytest.raises(Http404):  # a merged record is no person of its own
        erase_customer(by=agent, at=now, customer_id=rows[1].pk)
    erase_customer(by=agent, at=now, customer_id=rows[0].pk)
    assert Customer.objects.erased().count() == 3
    assert found() == set()
    assert list(breaches()) == []
    with pytest.raises((WrongState, Http404)):
        undo_merge(by=agent, at=now, merge_id=Merge.objects.latest("id").pk)


def test_what_another_was_while_it_was_part_of_it_goes_too(agent, now):
    """A merge that was undone: the other record's history holds this person's values between the two."""
    start = now - timedelta(days=9)
    other = make_customer(agent, name="هند", phone="0529998877", at=start)
    person = make_customer(agent, name=NAME, phone="0521110042", email="zarqa@example.com", notes=NOTE, at=start)
    merge = merge_customers(by=agent, at=start + timedelta(days=1), absorbed_id=person.pk, survivor_id=other.pk)
    assert other.history.filter(email="zarqa@example.com").exists()
    undo_merge(by=agent, at=start + timedelta(days=2), merge_id=merge.pk)
    erase_customer(by=agent, at=now, customer_id=person.pk)
    assert found() == set()
    other.refresh_from_db()
    assert (other.name, other.email) == ("هند", "")
    assert other.history.filter(name="هند").count() == 2
    assert list(breaches()) == []


def test_a_namesake_and_a_colleagues_customer_with_that_phone_keep_theirs(agent, teammate, person, now):
    namesake = make_customer(agent, name=NAME, phone="0529990001", notes="غيرها")
    colleagues = make_customer(teammate, name="زميلتها", phone="0521110043")
    erase_customer(by=agent, at=timezone.now(), customer_id=person.pk)
    assert Notification.objects.filter(data__customer_id=colleagues.pk).exists()
    for row, name in ((namesake, NAME), (colleagues, "زميلتها")):
        row.refresh_from_db()
        assert row.name == name
        assert row.history.filter(name=name).exists()
        assert Notification.objects.filter(data__customer_id=row.pk).exists()


def test_apps_above_hear_who_it_was(agent, person, now):
    heard = []

    def hear(**said):
        heard.append((said["customer"].pk, said["person"], said["by"], said["at"]))

    at = timezone.now()
    signals.customer_erased.connect(hear)
    erase_customer(by=agent, at=at, customer_id=person.pk)
    signals.customer_erased.disconnect(hear)
    [(pk, told, by, when)] = heard
    assert (pk, by, when) == (person.pk, agent, at)
    assert NAME in told.names
    assert {"+966521110042", "+966521110043", "+966521110044"} <= told.phones
    assert told.is_named_in("٠٥٢-١١١ ٠٠٤٢")


@pytest.fixture
def acts(agent, person):
    at = timezone.now()
    others = [make_customer(agent, notes=NOTE).pk for _number in range(2)]
    return [
        lambda: erase_customer(by=agent, at=at, customer_id=person.pk),
        lambda: erase_customers(by=agent, at=at, customer_ids=others),
    ]


def test_a_handler_that_raises_leaves_the_person_whole(acts):
    for act in acts:
        before = snapshot()
        with last_handler_fails(signals.customer_erased), pytest.raises(Broken):
            act()
        assert snapshot() == before


def test_a_write_that_fails_anywhere_leaves_the_person_whole(acts):
    for act in acts:
        before, number = snapshot(), 1
        while not _ran_with_failing_write(act, number):
            assert snapshot() == before
            number += 1
        assert number > 8


def test_the_log_says_nothing_of_it(agent, person, caplog, capfd, browser):
    browser.post(f"/customers/{person.pk}/erase/", {"word": "محو"})
    said = caplog.text + capfd.readouterr().err
    assert "/erase/" in said
    assert not any(word in said for word in (*WORDS, *DIGITS))


def test_the_queries_do_not_grow_with_what_hangs_on_it(agent, now, django_assert_max_num_queries):
    row = make_customer(agent)
    for _number in range(30):
        record_interaction(by=agent, at=now, customer_id=row.pk, facts={"type": "call", "notes": NOTE})
        add_followup(by=agent, at=now, customer_id=row.pk, facts={"title": TITLE, "due_date": now})
    with django_assert_max_num_queries(45):
        erase_customer(by=agent, at=timezone.now(), customer_id=row.pk)
    assert not Followup.objects.exclude(title="محذوف").exists()
