"""Two records of one person made one, and two again (rules: Merge; product: flow 7)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from core.errors import StaleVersion, WrongState
from core.integrity import breaches
from crm import signals
from crm.flows import (
    add_followup,
    delete_customer,
    delete_followup,
    edit_customer,
    forget_distinct,
    merge_customers,
    move_book,
    move_customers,
    record_interaction,
    restore_customer,
    say_distinct,
    undo_merge,
)
from crm.models import Customer, DistinctPeople, Followup, Interaction, Merge
from notifications.models import Notification
from tests.factories import make_customer, make_followup, make_interaction

BOOKKEEPING = {"version", "updated_at"}


@pytest.fixture
def at(now):
    return now


@pytest.fixture
def old(agent, now):
    """The record that goes: with a contact, a promise, and the notes it began with."""
    row = make_customer(
        agent,
        name="هند العمري",
        phone="0521110001",
        email="hind@example.com",
        city="جدة",
        tags=["جاد"],
        notes="تفضّل الواتساب",
        at=now - timedelta(days=20),
    )
    make_interaction(row, at=now - timedelta(days=9))
    make_followup(row, due_date=now + timedelta(days=1))
    return row


@pytest.fixture
def kept(agent, now):
    row = make_customer(
        agent, name="هند", phone="0521110002", tags=["تمويل"], notes="من المعرض", at=now - timedelta(days=5)
    )
    make_followup(row, due_date=now + timedelta(days=3))
    return row


def merge(agent, at, absorbed, survivor, **more):
    done = merge_customers(by=agent, at=at, absorbed_id=absorbed.pk, survivor_id=survivor.pk, **more)
    for row in (absorbed, survivor):
        row.refresh_from_db()
    return done


def undo(agent, at, done):
    undone = undo_merge(by=agent, at=at, merge_id=done.pk)
    assert sound()
    return undone


def sound():
    found = [str(breach) for breach in breaches()]
    assert found == []
    return True


def everything():
    """Every column of every customer and of what hangs on them, but for version and time of change."""
    return {
        model: [{k: v for k, v in row.items() if k not in BOOKKEEPING} for row in model.objects.order_by("pk").values()]
        for model in (Customer, Interaction, Followup, DistinctPeople)
    }


def test_everything_of_both_is_the_survivors(agent, at, old, kept):
    merge(agent, at, old, kept)
    assert (old.deleted_at, old.merged_into) == (at, kept)
    assert Interaction.objects.filter(customer=kept).count() == 3  # two beginnings and a call
    assert Followup.objects.filter(customer=kept).pending().count() == 2
    assert not Interaction.objects.filter(customer=old).exists()
    assert kept.next_followup_date == at + timedelta(days=1)
    assert kept.first_contact_at == at - timedelta(days=9)
    assert kept.last_contact_date == at - timedelta(days=5)
    assert sound()


def test_its_fields_win_and_the_empty_ones_are_filled(agent, at, old, kept):
    merge(agent, at, old, kept)
    assert (kept.name, kept.phone) == ("هند", "+966521110002")
    assert (kept.email, kept.city) == ("hind@example.com", "جدة")
    assert kept.tags == ["تمويل", "جاد"]
    assert kept.notes == "من المعرض\n\nتفضّل الواتساب"


def test_whatever_is_picked_stays(agent, at, old, kept):
    picks = {"name": "absorbed", "phone": "absorbed", "email": "survivor", "notes": "absorbed", "tags": "survivor"}
    merge(agent, at, old, kept, picks=picks)
    assert (kept.name, kept.phone, kept.email) == ("هند العمري", "+966521110001", "")
    assert (kept.notes, kept.tags) == ("تفضّل الواتساب", ["تمويل"])
    assert "0521110001" in kept.search_text
    assert sound()


def test_the_status_that_is_picked_brings_its_reason_and_its_time(agent, at, old, kept):
    edit_customer(by=agent, at=at, customer_id=old.pk, version=None, facts={"status": "lost", "lost_reason": "price"})
    merge(agent, at + timedelta(hours=1), old, kept, picks={"status": "absorbed"})
    assert (kept.status, kept.lost_reason, kept.status_changed_at) == ("lost", "price", at)


def test_a_choice_that_is_none_is_refused(agent, at, old, kept):
    for picks in ({"name": "both"}, {"owner": "absorbed"}, {"city": "x"}):
        with pytest.raises(ValidationError) as refused:
            merge(agent, at, old, kept, picks=picks)
        assert list(refused.value.error_dict) == list(picks)
    assert Merge.objects.count() == 0


@pytest.mark.parametrize(
    ("survivor", "absorbed", "after"), [(None, True, True), (False, True, False), (True, None, True)]
)
def test_consent_is_never_put_over_a_no(agent, at, old, kept, survivor, absorbed, after):
    """None: never asked. A «no» is one that was given and taken back."""
    for row, said in ((kept, survivor), (old, absorbed)):
        for word in {None: [], True: [True], False: [True, False]}[said]:
            facts = {"consent_marketing": word}
            edit_customer(by=agent, at=at, customer_id=row.pk, version=None, facts=facts)
    merge(agent, at, old, kept)
    assert (kept.consent_marketing, kept.consent_at) == (after, at)


def test_a_live_sale_of_either_makes_it_converted(agent, at, old, kept):
    def has_sale(customer, **_rest):
        return customer.pk in sold

    sold = {old.pk}
    signals.live_sale_sought.connect(has_sale)
    try:
        done = merge(agent, at, old, kept)
        assert kept.status == "converted"
        sold.clear()
        undo(agent, at + timedelta(hours=1), done)
        kept.refresh_from_db()
        assert kept.status == "new"
        done = merge(agent, at + timedelta(hours=2), old, kept)
        sold.add(kept.pk)  # one that came since stays with the survivor
        edit_customer(by=agent, at=at, customer_id=kept.pk, version=None, facts={"status": "converted"})
        undo(agent, at + timedelta(hours=3), done)
        kept.refresh_from_db()
        assert kept.status == "converted"
    finally:
        signals.live_sale_sought.disconnect(has_sale)


def test_labels_and_notes_that_are_too_many_together_ask_for_a_choice(agent, at, old, kept):
    for row, letter in ((old, "أ"), (kept, "ب")):
        facts = {"tags": [f"{letter}{number}" for number in range(12)], "notes": letter * 6000}
        edit_customer(by=agent, at=at, customer_id=row.pk, version=None, facts=facts)
    with pytest.raises(ValidationError) as refused:
        merge(agent, at, old, kept)
    assert set(refused.value.error_dict) == {"tags", "notes"}
    merge(agent, at, old, kept, picks={"tags": "absorbed", "notes": "survivor"})
    assert (kept.tags[0], kept.notes[0]) == ("أ0", "ب")


def test_a_shared_phone_is_shared_no_more(agent, at):
    first = make_customer(agent, phone="0521110009")
    second = make_customer(agent, phone="0521110009", allow_duplicate=True)
    before = everything()
    done = merge(agent, at, first, second)
    assert second.shares_phone is False
    undo(agent, at, done)
    assert everything() == before


def test_undone_at_once_all_is_as_it_was(agent, at, old, kept):
    delete_followup(by=agent, at=at, followup_id=make_followup(old).pk)
    before = everything()
    done = merge(agent, at, old, kept, picks={"phone": "absorbed", "name": "absorbed"})
    assert everything() != before
    undo(agent, at + timedelta(days=29), done)
    assert everything() == before
    done.refresh_from_db()
    assert (done.undone_by, done.undone_at) == (agent, at + timedelta(days=29))


def test_what_came_since_stays_with_the_survivor(agent, at, old, kept):
    done = merge(agent, at, old, kept)
    later = at + timedelta(days=1)
    new = add_followup(by=agent, at=later, customer_id=kept.pk, facts={"title": "جديدة", "due_date": later})
    record_interaction(by=agent, at=later, customer_id=kept.pk, facts={"type": "call", "notes": "جديد"})
    edit_customer(by=agent, at=later, customer_id=kept.pk, version=None, facts={"city": "الدمام"})
    moved = Followup.objects.get(pk__in=done.moved["crm.Followup"])
    delete_followup(by=agent, at=later, followup_id=moved.pk)
    undo(agent, later, done)
    kept.refresh_from_db()
    old.refresh_from_db()
    moved.refresh_from_db()
    new.refresh_from_db()
    assert (kept.city, kept.email) == ("الدمام", "")  # the person's edit stays, what the merge filled goes
    assert (new.customer, moved.customer) == (kept, old)
    assert (old.deleted_at, old.merged_into, old.city) == (None, None, "جدة")
    assert kept.interactions.filter(notes="جديد").exists()


def test_a_status_set_since_stays_with_its_reason(agent, at, old, kept):
    lost = {"status": "lost", "lost_reason": "price"}
    edit_customer(by=agent, at=at, customer_id=kept.pk, version=None, facts=lost)
    done = merge(agent, at, old, kept, picks={"status": "absorbed"})
    edit_customer(by=agent, at=at, customer_id=kept.pk, version=None, facts={"status": "contacted"})
    undo(agent, at, done)
    kept.refresh_from_db()
    assert (kept.status, kept.lost_reason) == ("contacted", "")


def test_a_phone_that_is_taken_meanwhile_is_shared(agent, at, old, kept):
    done = merge(agent, at, old, kept)
    taken = make_customer(agent, phone="0521110001")
    undo(agent, at, done)
    old.refresh_from_db()
    assert (old.phone, old.shares_phone, taken.shares_phone) == (taken.phone, True, False)


def test_merges_come_apart_in_the_order_they_were_made(agent, at, old, kept):
    third = make_customer(agent)
    before = everything()
    first = merge(agent, at, old, kept)
    second = merge(agent, at + timedelta(hours=1), kept, third)
    assert Interaction.objects.filter(customer=third).count() == 3
    with pytest.raises(WrongState, match="دُمج أحد السجلين مرة أخرى"):
        undo(agent, at + timedelta(hours=2), first)
    undo(agent, at + timedelta(hours=3), second)
    undo(agent, at + timedelta(hours=4), first)
    assert everything() == before


def test_why_a_merge_cannot_be_undone(agent, manager, teammate, at, old, kept):
    done = merge(agent, at, old, kept)
    with pytest.raises(WrongState, match="30 يومًا"):
        undo(agent, at + timedelta(days=30), done)
    undo(agent, at + timedelta(days=1), done)
    with pytest.raises(WrongState, match="من قبل"):
        undo(agent, at + timedelta(days=1), done)
    done = merge(agent, at + timedelta(days=2), old, kept)
    move_customers(by=manager, at=at + timedelta(days=3), customer_ids=[kept.pk], taker=teammate)
    with pytest.raises(Http404):
        undo(agent, at + timedelta(days=4), done)
    with pytest.raises(WrongState, match="نُقل"):
        undo(teammate, at + timedelta(days=4), done)
    move_customers(by=manager, at=at + timedelta(days=5), customer_ids=[kept.pk], taker=agent)
    with pytest.raises(WrongState, match="نُقل"):
        undo(agent, at + timedelta(days=6), done)
    Customer.objects.filter(pk=old.pk).update(erased_at=at)
    with pytest.raises(WrongState, match="مُحيت"):
        undo_merge(by=agent, at=at + timedelta(days=6), merge_id=done.pk)


def test_a_merge_goes_with_the_whole_book_and_ends_there(agent, manager, teammate, at, old, kept):
    done = merge(agent, at, old, kept)
    move_book(by=manager, at=at + timedelta(hours=1), giver=agent, taker=teammate)
    assert sound()
    with pytest.raises(WrongState, match="نُقل"):
        undo(teammate, at + timedelta(days=4), done)


def test_a_merged_customer_is_not_in_the_bin(agent, at, old, kept):
    merge(agent, at, old, kept)
    assert not Customer.objects.in_bin(at).exists()
    with pytest.raises(WrongState, match="التراجع عن الدمج"):
        restore_customer(by=agent, at=at, customer_id=old.pk)


def test_a_survivor_in_the_bin_lets_the_other_go(agent, at, old, kept):
    done = merge(agent, at, old, kept)
    delete_customer(by=agent, at=at, customer_id=kept.pk)
    undo(agent, at, done)
    assert list(Customer.objects.live()) == [old]
    assert Interaction.objects.live().count() == 2


def test_whom_one_may_not_merge(agent, teammate, manager, at, old, kept, foreign_customer):
    gone = make_customer(agent)
    delete_customer(by=agent, at=at, customer_id=gone.pk)
    for into in (foreign_customer, gone, old):
        with pytest.raises(ValidationError) as refused:
            merge(agent, at, old, into)
        assert list(refused.value.error_dict) == ["into"]
    for absorbed in (foreign_customer, gone):
        with pytest.raises(Http404):
            merge(agent, at, absorbed, kept)
    with pytest.raises(ValidationError, match="وسيطين مختلفين"):
        merge(manager, at, old, foreign_customer)
    assert Merge.objects.count() == 0


def test_a_record_edited_since_it_was_seen_is_not_merged(agent, at, old, kept):
    for row in (old, kept):
        with pytest.raises(StaleVersion) as stale:
            merge(agent, at, old, kept, versions={old.pk: 1, kept.pk: 1} | {row.pk: 7})
        assert stale.value.current == row
    merge(agent, at, old, kept, versions={old.pk: 1, kept.pk: 1})


def test_the_owner_is_told_when_a_manager_merged(agent, manager, at, old, kept):
    merge(agent, at, old, kept)
    assert not Notification.objects.filter(title="دمج عميلين").exists()
    other = make_customer(agent)
    merge(manager, at, other, kept)
    notice = Notification.objects.get(title="دمج عميلين")
    assert (notice.user, notice.type, notice.data) == (agent, "system", {"customer_id": kept.pk})


def test_history_tells_of_the_merge_and_of_what_moved(agent, at, old, kept):
    done = merge(agent, at, old, kept)
    for row in (old, kept):
        told = row.history.first()
        assert (told.history_change_reason, told.history_user, told.version) == ("merged", agent, 2)
    call = Interaction.objects.get(pk=done.moved["crm.Interaction"][1])
    assert [told.customer_id for told in call.history.all()] == [kept.pk, old.pk]
    undo(agent, at, done)
    assert kept.history.first().history_change_reason == "separated"
    edit_customer(by=agent, at=at, customer_id=kept.pk, version=None, facts={"city": "أبها"})
    assert kept.history.first().history_change_reason is None


def test_statements_do_not_grow_with_the_rows(agent, at, kept):
    def queries(rows):
        one = make_customer(agent)
        for number in range(rows):
            make_interaction(one, at=at - timedelta(days=number))
            make_followup(one)
        with CaptureQueriesContext(connection) as seen:
            merge_customers(by=agent, at=at, absorbed_id=one.pk, survivor_id=kept.pk)
        return len(seen)

    assert queries(1) == queries(40)


# ---------------------------------------------------------------- two people


def test_two_people_are_said_once_and_taken_back(agent, at, old, kept):
    for _again in range(2):
        say_distinct(by=agent, at=at, first_id=kept.pk, second_id=old.pk)
    said = DistinctPeople.objects.get()
    assert (said.first_id, said.second_id) == tuple(sorted((old.pk, kept.pk)))
    forget_distinct(by=agent, at=at, first_id=old.pk, second_id=kept.pk)
    with pytest.raises(Http404):
        forget_distinct(by=agent, at=at, first_id=old.pk, second_id=kept.pk)


def test_another_agents_people_are_nobodys_to_tell_apart(agent, teammate, at, old, kept, foreign_customer):
    say_distinct(by=agent, at=at, first_id=kept.pk, second_id=old.pk)
    with pytest.raises(Http404):
        say_distinct(by=teammate, at=at, first_id=kept.pk, second_id=old.pk)
    with pytest.raises(ValidationError):
        say_distinct(by=agent, at=at, first_id=kept.pk, second_id=foreign_customer.pk)
    with pytest.raises(Http404):
        forget_distinct(by=teammate, at=at, first_id=kept.pk, second_id=old.pk)


def test_two_people_of_one_phone_were_told_apart_when_it_was_allowed(agent, at):
    first = make_customer(agent, phone="0521110009")
    second = make_customer(agent, phone="0521110009", allow_duplicate=True)
    assert DistinctPeople.objects.others_than(first.pk) == {second.pk}


def test_who_is_not_the_one_is_not_the_other_either(agent, at, old, kept):
    third = make_customer(agent)
    say_distinct(by=agent, at=at, first_id=old.pk, second_id=third.pk)
    before = everything()
    done = merge(agent, at, old, kept)
    assert DistinctPeople.objects.others_than(kept.pk) == {third.pk}
    undo(agent, at, done)
    assert everything() == before
