"""Every row or none, whatever fails and wherever (product: The flows; quality: Nothing half done)."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from core.models import Place
from crm import signals
from crm.flows import (
    add_followup,
    cancel_followup,
    complete_followup,
    create_customer,
    delete_customer,
    delete_followup,
    delete_interaction,
    edit_customer,
    edit_followup,
    edit_interaction,
    import_file,
    merge_customers,
    move_book,
    move_customers,
    record_interaction,
    restore_customer,
    revert_import,
    say_distinct,
    snooze_followup,
    undo_merge,
)
from crm.flows.many import add_followups, change_status_of_many, delete_many, move_many, tag_many, undo_batch
from crm.models import Customer, Followup, Interaction
from tests.factories import make_customer


class Broken(Exception):
    """What a handler raises when something of its own fails."""


def fail(**_rest):
    raise Broken


def snapshot():
    """Every row of every table of ours that flows write to."""
    ours = ("core", "crm", "notifications")
    tables = [model for model in apps.get_models() if model._meta.app_label in ours and model is not Place]
    return {model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in tables}


@contextmanager
def last_handler_fails(signal):
    signal.connect(fail)
    try:
        yield
    finally:
        signal.disconnect(fail)


@pytest.fixture
def acts(agent, teammate, manager, customer, followup, interaction, now):
    """Each flow ready to run, with the signal it sends."""
    deleted = make_customer(agent)
    delete_customer(by=agent, at=now, customer_id=deleted.pk)
    twin, merged = make_customer(agent, notes="ملاحظة"), make_customer(agent, notes="ملاحظة")
    pair = {"absorbed_id": twin.pk, "survivor_id": customer.pk}
    say_distinct(by=agent, at=now, first_id=twin.pk, second_id=merged.pk)
    merge = merge_customers(by=agent, at=now, absorbed_id=merged.pk, survivor_id=make_customer(agent).pk)
    one = {"by": agent, "at": now}
    of_customer, of_followup = one | {"customer_id": customer.pk}, one | {"followup_id": followup.pk}
    of_interaction = one | {"interaction_id": interaction.pk}
    edit = {"version": None}
    facts = {"name": "ريم", "phone": "0521112223", "notes": "ملاحظة"}
    s = signals
    by_manager = {"by": manager, "at": now, "taker": teammate}
    due = {"title": "اتصال", "due_date": now}
    csv = f"الاسم,الجوال,الملاحظات\nهند,0521112224,جديدة\nريم,{customer.phone},ملاحظة\n".encode()
    file = one | {"file_name": "x.csv", "content": csv}
    brought_in = import_file(**one, file_name="x.csv", content="الاسم,الجوال\nفهد,0521112225".encode())
    return [
        (s.customers_imported, lambda: import_file(**file)),
        (s.import_reverted, lambda: revert_import(**one, import_id=brought_in.pk)),
        (s.customer_created, lambda: create_customer(**one, facts=facts)),
        (s.customer_edited, lambda: edit_customer(**of_customer, **edit, facts={"city": "جدة"})),
        (s.customer_deleted, lambda: delete_customer(**of_customer)),
        (s.customer_restored, lambda: restore_customer(**one, customer_id=deleted.pk)),
        (s.customers_moved, lambda: move_customers(**by_manager, customer_ids=[customer.pk])),
        (s.customers_moved, lambda: move_book(**by_manager, giver=agent)),
        (s.customers_merged, lambda: merge_customers(**one | {"by": manager}, **pair)),
        (s.customers_unmerged, lambda: undo_merge(**one, merge_id=merge.pk)),
        (s.interaction_recorded, lambda: record_interaction(**of_customer, facts={"type": "call"})),
        (s.interaction_recorded, lambda: edit_interaction(**of_interaction, **edit, facts={"notes": "x"})),
        (s.interaction_recorded, lambda: delete_interaction(**of_interaction)),
        (s.followup_added, lambda: add_followup(**of_customer, facts=due)),
        (s.followup_changed, lambda: edit_followup(**of_followup, **edit, facts={"title": "x"})),
        (s.followup_changed, lambda: snooze_followup(**of_followup, until=followup.due_date)),
        (s.followup_changed, lambda: delete_followup(**of_followup)),
        (s.followup_completed, lambda: complete_followup(**of_followup)),
        (s.followup_changed, lambda: cancel_followup(**of_followup)),
        *acts_upon_many(one | {"customer_ids": [customer.pk, make_customer(agent).pk]}, by_manager, due),
    ]


def acts_upon_many(chosen, by_manager, due):
    s, ids = signals, {"customer_ids": chosen["customer_ids"]}
    tagged = tag_many(**chosen, add=["جاد"]).batch
    return [
        (s.customer_edited, lambda: change_status_of_many(**chosen, status="viewing")),
        (s.customer_edited, lambda: tag_many(**chosen, add=["تمويل"])),
        (s.customer_deleted, lambda: delete_many(**chosen)),
        (s.followups_added, lambda: add_followups(**chosen, facts=due)),
        (s.customers_moved, lambda: move_many(**by_manager, **ids)),
        (s.customer_edited, lambda: undo_batch(by=chosen["by"], at=chosen["at"], batch_id=tagged.pk)),
    ]


def test_a_handler_that_raises_undoes_the_whole_flow(acts):
    for signal, act in acts:
        before = snapshot()
        with last_handler_fails(signal), pytest.raises(Broken):
            act()
        assert snapshot() == before


def test_a_statement_that_fails_anywhere_undoes_the_whole_flow(acts):
    """Each flow with its first write failing, then its second, and so on, until none is left to fail."""
    for _signal, act in acts:
        before, number = snapshot(), 1
        while not _ran_with_failing_write(act, number):
            assert snapshot() == before
            number += 1
        assert number > 2  # the row and its history at least


def _ran_with_failing_write(act, number):
    writes = 0

    def run(execute, sql, params, many, context):
        nonlocal writes
        if sql.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            writes += 1
            if writes == number:
                raise Broken
        return execute(sql, params, many, context)

    try:
        with transaction.atomic(), connection.execute_wrapper(run):
            act()
            transaction.set_rollback(True)  # the next act finds what this one found
    except Broken:
        return False
    return True


def test_the_snapshot_sees_every_kind_of_row(customer, followup, interaction):
    seen = {label for label, rows in snapshot().items() if rows}
    assert {model._meta.label for model in (Customer, Followup, Interaction)} <= seen
    assert "notifications.Notification" in seen
    assert issubclass(Customer.history.model, models.Model)
    assert "crm.HistoricalCustomer" in seen
