"""Taking an import back: all of it, to exactly what was before, or nothing (rules: Import and export)."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.http import Http404

from core.errors import WrongState
from core.integrity import breaches
from core.models import Batch
from crm.errors import ChangedSince
from crm.flows import (
    create_customer,
    delete_customer,
    delete_interaction,
    edit_customer,
    edit_interaction,
    move_customers,
    revert_import,
    run_import,
)
from crm.models import Customer, Import, Interaction
from tests.crm.imports.books import bring, live_book, people
from tests.factories import make_customer, make_followup, make_interaction

HEADERS = ("الاسم", "الجوال", "الحالة", "سبب الخسارة", "الملاحظات", "موافقة على العروض التسويقية", "الوسوم")


@pytest.fixture
def known(agent, now):
    """Customers of the book with a past, which the file below meets."""
    past = now - timedelta(days=9)
    first = make_customer(agent, name="سعد", phone="0521000001", at=past, tags=["قديم"], notes="من قبل")
    for number, status in enumerate(("contacted", "viewing"), 1):
        at = past + timedelta(days=number)
        edit_customer(by=agent, at=at, customer_id=first.pk, version=None, facts={"status": status})
    make_interaction(first, at=past + timedelta(days=3))
    other = make_customer(agent, name="هند", phone="0521000002", at=past, status="lost", lost_reason="price")
    return [first, other, make_customer(agent, name="لا يُمس", at=past)]


def bring_over(agent, now):
    """A file that changes two of the known and adds two."""
    rows = [
        ("سعد الجديد", "0521000001", "تفاوض", "", "من الملف", "نعم", "جديد"),
        ("هند", "0521000002", "جديد", "", "", "", ""),
        ("ريم", "0521000003", "lost", "السعر", "ملاحظة", "نعم", ""),
        ("فهد", "0521000004", "", "", "", "", ""),
    ]
    return bring(agent, now, *rows, headers=HEADERS, on_duplicate="overwrite")


def test_the_book_is_what_it_was(agent, known, now):
    before = live_book()
    run = bring_over(agent, now)
    assert (run.created, run.updated) == (2, 2)
    assert live_book() != before
    run = revert_import(by=agent, at=now + timedelta(hours=1), import_id=run.pk)
    assert (run.status, run.reverted_at) == ("reverted", now + timedelta(hours=1))
    assert live_book() == before
    assert list(breaches()) == []


def test_it_is_a_change_like_any_other(agent, known, now):
    run = bring_over(agent, now)
    later = now + timedelta(hours=1)
    revert_import(by=agent, at=later, import_id=run.pk)
    first = Customer.objects.get(pk=known[0].pk)
    assert (first.version, first.updated_at) == (5, later)
    assert [row.name for row in first.history.order_by("-history_id")[:2]] == ["سعد", "سعد الجديد"]
    batch = Batch.objects.get(kind="revert")
    assert (batch.row_count, batch.history_of(Customer).count(), batch.user) == (4, 4, agent)
    added = Customer.objects.filter(phone__in=["+966521000003", "+966521000004"])
    assert set(added.values_list("deleted_at", "version")) == {(later, 2)}
    run.batch.refresh_from_db()
    assert (run.batch.undone_at, run.batch.undone_by) == (later, agent)


def test_twice_is_once(agent, known, now):
    run = bring_over(agent, now)
    revert_import(by=agent, at=now, import_id=run.pk)
    with pytest.raises(WrongState):
        revert_import(by=agent, at=now, import_id=run.pk)
    with pytest.raises(WrongState):
        run_import(by=agent, at=now, import_id=run.pk)


def test_the_file_can_be_brought_in_again(agent, known, now):
    revert_import(by=agent, at=now, import_id=bring_over(agent, now).pk)
    bring_over(agent, now + timedelta(hours=1))
    assert list(breaches()) == []


def test_a_look_has_nothing_to_take_back(agent, now):
    for choices in ({"dry_run": True}, {}):
        run = bring(agent, now, ("سعد", "12", ""), ("هند", "0521000002", ""), **choices)
        with pytest.raises(WrongState):
            revert_import(by=agent, at=now, import_id=run.pk)


def added():
    return Customer.objects.get(phone="+966521000003")


CHANGES = {
    "an added one edited": lambda agent, now: edit_customer(
        by=agent, at=now, customer_id=added().pk, version=None, facts={"city": "جدة"}
    ),
    "a changed one edited": lambda agent, now: edit_customer(
        by=agent, at=now, customer_id=Customer.objects.get(name="هند").pk, version=None, facts={"city": "جدة"}
    ),
    "an added one deleted": lambda agent, now: delete_customer(by=agent, at=now, customer_id=added().pk),
    "an interaction under an added one": lambda agent, now: make_interaction(added()),
    "a follow-up under an added one": lambda agent, now: make_followup(added()),
    "the first line edited": lambda agent, now: edit_interaction(
        by=agent, at=now, interaction_id=Interaction.objects.get(customer=added()).pk, version=1, facts={"notes": "x"}
    ),
    "the first line deleted": lambda agent, now: delete_interaction(
        by=agent, at=now, interaction_id=Interaction.objects.get(customer=added()).pk
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_since_keeps_all_of_it(agent, known, now, change):
    run = bring_over(agent, now)
    change(agent, now + timedelta(minutes=1))
    before = live_book()
    with pytest.raises(ChangedSince) as refusal:
        revert_import(by=agent, at=now + timedelta(hours=1), import_id=run.pk)
    assert refusal.value.extra == {"changed": 1}
    assert str(refusal.value.detail) == "لا يمكن التراجع، فقد تغيّر بعد الاستيراد: عميل واحد."
    assert live_book() == before
    assert Import.objects.get(pk=run.pk).status == "done"


def test_a_move_is_a_change(agent, teammate, manager, known, now):
    run = bring_over(agent, now)
    move_customers(by=manager, at=now, customer_ids=[added().pk], taker=teammate)
    with pytest.raises(ChangedSince):
        revert_import(by=agent, at=now, import_id=run.pk)


def test_what_was_added_under_a_changed_one_stays(agent, known, now):
    run = bring_over(agent, now)
    promise = make_followup(known[0])
    revert_import(by=agent, at=now + timedelta(hours=1), import_id=run.pk)
    known[0].refresh_from_db()
    assert (known[0].name, known[0].next_followup_date) == ("سعد", promise.due_date)
    assert list(breaches()) == []


def test_others_rows_do_not_matter(agent, teammate, known, now):
    run = bring_over(agent, now)
    make_customer(teammate, phone="0521000003")
    create_customer(by=agent, at=now, facts={"name": "جديد", "phone": "0521000009"})
    assert revert_import(by=agent, at=now, import_id=run.pk).status == "reverted"


def test_who_may(agent, teammate, manager, now):
    run = bring(agent, now, *people(2))
    with pytest.raises(Http404):
        revert_import(by=teammate, at=now, import_id=run.pk)
    revert_import(by=manager, at=now, import_id=run.pk)
    assert {row.history_user for row in Customer.history.filter(history_type="~")} == {manager}


@pytest.mark.django_db(transaction=True)
def test_a_large_one_is_taken_back_by_the_worker(agent, known, now, settings):
    settings.IMPORT_IN_REQUEST_ROWS = 3
    before = live_book()
    run = bring_over(agent, now)
    assert run.status == "queued"
    call_command("worker", once=True)
    run = revert_import(by=agent, at=now, import_id=run.pk)
    assert run.status == "queued"
    call_command("worker", once=True)
    run = Import.objects.get(pk=run.pk)
    assert (run.status, run.problem) == ("reverted", "")
    assert live_book() == before
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_a_change_before_the_workers_turn_keeps_all_and_says_so(agent, known, now, settings):
    settings.IMPORT_IN_REQUEST_ROWS = 3
    run = bring_over(agent, now)
    call_command("worker", once=True)
    revert_import(by=agent, at=now, import_id=run.pk)
    make_interaction(added())
    call_command("worker", once=True)
    run = Import.objects.get(pk=run.pk)
    assert (run.status, run.may_be_reverted) == ("done", True)
    assert run.problem == "لا يمكن التراجع، فقد تغيّر بعد الاستيراد: عميل واحد."
