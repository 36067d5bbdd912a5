"""A merge beside another act upon the same records, on PostgreSQL: one wins, nothing is lost (quality: Safety)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404

from core.errors import WrongState
from core.integrity import breaches
from crm.flows import (
    add_followup,
    complete_followup,
    delete_customer,
    edit_customer,
    edit_interaction,
    merge_customers,
    move_customers,
    record_interaction,
    restore_customer,
    undo_merge,
)
from crm.models import Customer, Followup, Interaction, Merge
from tests.crm.flows.test_races import at_once
from tests.factories import make_agent, make_customer, make_followup, make_interaction

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's writers take turns"),
]
REFUSED = (Http404, ValidationError, WrongState)


@pytest.fixture
def agent(transactional_db):
    return make_agent("sara")


@pytest.fixture
def pair(agent, now):
    rows = [make_customer(agent, notes="ملاحظة", at=now - timedelta(days=5)) for _number in range(2)]
    for row in rows:
        make_interaction(row)
        make_followup(row)
    return rows


def merging(agent, now, absorbed, survivor):
    return lambda: merge_customers(by=agent, at=now, absorbed_id=absorbed.pk, survivor_id=survivor.pk)


def outcome(results):
    """How many were done and how many refused; anything else, a deadlock say, is an error."""
    done = [result for result in results if not isinstance(result, Exception)]
    refused = [result for result in results if isinstance(result, REFUSED)]
    assert len(done) + len(refused) == len(results), results
    assert [str(breach) for breach in breaches()] == []
    return len(done), len(refused)


def test_of_two_that_merge_a_pair_crosswise_one_wins(agent, pair, now):
    one, other = pair
    for _round in range(5):
        results = at_once(merging(agent, now, one, other), merging(agent, now, other, one))
        assert outcome(results) == (1, 1)
        assert Customer.objects.live().get().interactions.count() == 4
        undo_merge(by=agent, at=now, merge_id=Merge.objects.latest("pk").pk)


def test_one_record_goes_into_one_other(agent, pair, now):
    third = make_customer(agent)
    results = at_once(merging(agent, now, pair[0], pair[1]), merging(agent, now, pair[0], third))
    assert outcome(results) == (1, 1)
    assert Merge.objects.count() == 1


def test_a_chain_is_merged_at_once(agent, pair, now):
    third = make_customer(agent)
    for _round in range(3):
        results = at_once(merging(agent, now, pair[0], pair[1]), merging(agent, now, pair[1], third))
        assert outcome(results)[0] >= 1
        for merge in Merge.objects.filter(undone_at=None).order_by("-pk"):
            undo_merge(by=agent, at=now, merge_id=merge.pk)


def test_what_is_merged_is_not_deleted_and_what_is_deleted_not_merged(agent, pair, now):
    one, other = pair
    for gone in (one, other):
        results = at_once(
            merging(agent, now, one, other), lambda pk=gone.pk: delete_customer(by=agent, at=now, customer_id=pk)
        )
        assert outcome(results)[0] >= 1
        for merge in Merge.objects.filter(undone_at=None):
            undo_merge(by=agent, at=now, merge_id=merge.pk)
        for row in Customer.objects.deleted():
            restore_customer(by=agent, at=now, customer_id=row.pk)
        assert outcome([]) == (0, 0)


def test_what_is_added_while_two_are_merged_is_not_left_behind(agent, pair, now):
    one, other = pair
    call = Interaction.objects.filter(customer=one, is_initial=False).get()
    promise = Followup.objects.get(customer=one)
    facts = {"title": "اتصال", "due_date": now}
    for number in range(4):
        results = at_once(
            merging(agent, now, one, other),
            lambda: record_interaction(by=agent, at=now, customer_id=one.pk, facts={"type": "call"}),
            lambda: add_followup(by=agent, at=now, customer_id=one.pk, facts=facts),
            lambda text=str(number): edit_interaction(
                by=agent, at=now, interaction_id=call.pk, version=None, facts={"notes": text}
            ),
            lambda: complete_followup(by=agent, at=now, followup_id=promise.pk),
        )
        assert outcome(results)[0] >= 2
        undo_merge(by=agent, at=now, merge_id=Merge.objects.latest("pk").pk)
        assert [str(breach) for breach in breaches()] == []


def test_a_pair_is_not_merged_and_parted_by_a_move_at_once(agent, pair, now):
    manager, taker = make_agent("noura", is_superuser=True), make_agent("omar")
    one, other = pair
    results = at_once(
        merging(manager, now, one, other),
        lambda: move_customers(by=manager, at=now, customer_ids=[one.pk], taker=taker),
    )
    assert outcome(results)[0] >= 1


def test_a_merge_is_undone_once(agent, pair, now):
    merge = merging(agent, now, *pair)()
    results = at_once(*[lambda: undo_merge(by=agent, at=now, merge_id=merge.pk)] * 3)
    assert outcome(results) == (1, 2)


def test_an_edit_beside_an_undo_stays(agent, pair, now):
    merge = merging(agent, now, *pair)()
    facts = {"city": "جدة"}
    results = at_once(
        lambda: undo_merge(by=agent, at=now, merge_id=merge.pk),
        lambda: edit_customer(by=agent, at=now, customer_id=pair[1].pk, version=None, facts=facts),
    )
    assert outcome(results) == (2, 0)
    pair[1].refresh_from_db()
    assert pair[1].city == "جدة"
