"""A whole act upon many taken back: what nobody has edited since is as it was, as a new change."""

from datetime import timedelta

import pytest
from django.http import Http404

from core.errors import WrongState
from core.integrity import breaches
from core.models import Batch
from crm import signals
from crm.flows import complete_followup, create_customer, edit_customer, restore_customer
from crm.flows.many import add_followups, change_status_of_many, delete_many, move_many, tag_many, undo_batch
from crm.models import Customer, Followup
from notifications.models import Notification
from tests.factories import make_customer

MOVED_ON = {"version", "updated_at"}


def state():
    """The customers but for what any change moves on."""
    return [{k: v for k, v in row.items() if k not in MOVED_ON} for row in Customer.objects.order_by("pk").values()]


def rows_under(agent):
    return [list(model.objects.order_by("pk").values_list("pk", "owner", "user")) for model in (Followup,)]


@pytest.fixture
def acts(agent, manager, teammate, ids, now):
    """Each act, ready to run."""
    one = {"at": now, "customer_ids": ids}
    return {
        "status": lambda: change_status_of_many(by=agent, **one, status="lost", lost_reason="price"),
        "tags": lambda: tag_many(by=agent, **one, add=["تمويل"], remove=["كاش"]),
        "delete": lambda: delete_many(by=agent, **one),
        "move": lambda: move_many(by=manager, **one, taker=teammate),
    }


@pytest.mark.parametrize("name", ["status", "tags", "delete", "move"])
def test_what_was_done_is_as_it_was(agent, manager, acts, ids, now, name):
    before, under, later = state(), rows_under(agent), now + timedelta(hours=2)
    batch = acts[name]().batch
    assert state() != before
    undone = undo_batch(by=manager, at=later, batch_id=batch.pk)
    assert (undone.count, undone.left) == (batch.row_count, 0)
    assert state() == before
    assert rows_under(agent) == under
    assert list(breaches()) == []


def test_it_is_a_change_of_its_own(agent, ids, now):
    later = now + timedelta(hours=2)
    batch = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]).batch
    undo_batch(by=agent, at=later, batch_id=batch.pk)
    own = Batch.objects.get(kind="undo")
    assert (own.user, own.row_count, own.details) == (agent, 4, {"of": batch.pk, "what": "tags"})
    newest = Customer.history.filter(id=ids[0]).latest("history_id")
    assert (newest.version, newest.batch, newest.history_date, newest.tags) == (3, own, later, ["جاد"])
    batch.refresh_from_db()
    assert (batch.undone_at, batch.undone_by) == (later, agent)


def test_what_changed_since_stays_and_is_counted(agent, ids, now):
    batch = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]).batch
    edit_customer(by=agent, at=now, customer_id=ids[0], version=None, facts={"city": "جدة"})
    undone = undo_batch(by=agent, at=now, batch_id=batch.pk)
    assert (undone.count, undone.left) == (3, 1)
    assert Customer.objects.get(pk=ids[0]).tags == ["جاد", "تمويل"]


def test_what_only_follows_from_other_rows_is_no_change(agent, ids, now):
    batch = change_status_of_many(by=agent, at=now, customer_ids=ids[:1], status="viewing").batch
    followup = Followup.objects.filter(customer=ids[0]).get()
    complete_followup(by=agent, at=now, followup_id=followup.pk)
    assert undo_batch(by=agent, at=now, batch_id=batch.pk).count == 1


def test_nobody_undoes_twice_nor_when_nothing_is_left(agent, ids, now):
    batch = tag_many(by=agent, at=now, customer_ids=ids[:1], add=["تمويل"]).batch
    undo_batch(by=agent, at=now, batch_id=batch.pk)
    with pytest.raises(WrongState, match="سبق"):
        undo_batch(by=agent, at=now, batch_id=batch.pk)
    again = tag_many(by=agent, at=now, customer_ids=ids[:1], add=["تمويل"]).batch
    edit_customer(by=agent, at=now, customer_id=ids[0], version=None, facts={"tags": []})
    with pytest.raises(WrongState, match="لم يبقَ"):
        undo_batch(by=agent, at=now, batch_id=again.pk)
    again.refresh_from_db()
    assert again.undone_at is None
    assert Batch.objects.filter(kind="undo").count() == 1


def test_it_can_be_undone_for_thirty_days_and_an_undo_or_an_import_not_at_all(agent, ids, now):
    batch = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]).batch
    with pytest.raises(WrongState, match="مهلة"):
        undo_batch(by=agent, at=now + timedelta(days=30), batch_id=batch.pk)
    undo_batch(by=agent, at=now + timedelta(days=29), batch_id=batch.pk)
    other = Batch.objects.create(user=agent, kind="import", door="page", created_at=now)
    for pk in (Batch.objects.get(kind="undo").pk, other.pk):
        with pytest.raises(WrongState):
            undo_batch(by=agent, at=now, batch_id=pk)


def test_it_is_ones_own_or_a_managers_to_undo(agent, teammate, manager, ids, now):
    batch = tag_many(by=agent, at=now, customer_ids=ids, add=["تمويل"]).batch
    for pk in (batch.pk, 0, 2**70):
        with pytest.raises(Http404):
            undo_batch(by=teammate, at=now, batch_id=pk)
    assert undo_batch(by=manager, at=now, batch_id=batch.pk).count == 4


def test_an_agent_takes_nothing_back_that_is_somebody_elses_by_now(agent, teammate, manager, ids, now):
    followups = add_followups(by=agent, at=now, customer_ids=ids, facts={"title": "اتصال", "due_date": now}).batch
    move_many(by=manager, at=now, customer_ids=ids[1:], taker=teammate)
    undone = undo_batch(by=agent, at=now, batch_id=followups.pk)
    assert (undone.count, undone.left) == (1, 3)


def test_followups_that_nobody_touched_leave_every_list(agent, ids, now):
    facts = {"title": "دعوة", "due_date": now + timedelta(days=1)}
    batch = add_followups(by=agent, at=now, customer_ids=ids, facts=facts).batch
    done, *_rest = Followup.objects.filter(title="دعوة").order_by("pk")
    complete_followup(by=agent, at=now, followup_id=done.pk)
    undone = undo_batch(by=agent, at=now, batch_id=batch.pk)
    assert (undone.count, undone.left) == (3, 1)
    assert list(Followup.objects.live().filter(title="دعوة")) == [done]
    assert list(breaches()) == []


def test_the_days_in_a_status_go_on_counting(agent, ids, now):
    """Also when the same mistake was made and taken back before."""
    began = Customer.objects.get(pk=ids[0]).status_changed_at
    for hours in (1, 2):
        at = now + timedelta(hours=hours)
        batch = change_status_of_many(by=agent, at=at, customer_ids=ids, status="viewing").batch
        undo_batch(by=agent, at=at, batch_id=batch.pk)
        assert Customer.objects.get(pk=ids[0]).status_changed_at == began


def test_a_phone_that_was_given_away_meanwhile_keeps_its_old_holder_in_the_bin(agent, book, ids, now):
    batch = delete_many(by=agent, at=now, customer_ids=ids).batch
    create_customer(by=agent, at=now, facts={"name": "آخر", "phone": book[0].phone})
    undone = undo_batch(by=agent, at=now, batch_id=batch.pk)
    assert (undone.count, undone.left) == (3, 1)
    assert list(Customer.objects.in_bin(now)) == [book[0]]
    assert list(breaches()) == []


def test_two_people_with_one_phone_come_back_as_they_were(agent, now):
    first = make_customer(agent, phone="0521234567")
    second = make_customer(agent, phone="0521234567", allow_duplicate=True)
    before = state()
    batch = delete_many(by=agent, at=now, customer_ids=[first.pk, second.pk]).batch
    undo_batch(by=agent, at=now, batch_id=batch.pk)
    assert state() == before


def test_who_was_restored_by_hand_is_left(agent, ids, now):
    batch = delete_many(by=agent, at=now, customer_ids=ids).batch
    restore_customer(by=agent, at=now, customer_id=ids[0])
    assert undo_batch(by=agent, at=now, batch_id=batch.pk).left == 1


def test_every_return_is_announced(agent, ids, now):
    heard = []
    hear = lambda customer, **_rest: heard.append(customer.pk)  # noqa: E731
    batch = delete_many(by=agent, at=now, customer_ids=ids).batch
    signals.customer_restored.connect(hear)
    undo_batch(by=agent, at=now, batch_id=batch.pk)
    signals.customer_restored.disconnect(hear)
    assert heard == ids


def test_a_move_goes_back_with_its_rows_and_both_are_told(agent, teammate, manager, ids, now):
    batch = move_many(by=manager, at=now, customer_ids=ids, taker=teammate).batch
    Notification.objects.all().delete()
    undo_batch(by=manager, at=now, batch_id=batch.pk)
    assert set(Followup.objects.values_list("owner", "user")) == {(agent.pk, agent.pk)}
    assert list(Notification.objects.order_by("pk").values_list("user", flat=True)) == [teammate.pk, agent.pk]


def test_a_phone_that_the_move_made_shared_is_its_own_again(agent, teammate, manager, book, ids, now):
    make_customer(teammate, phone=book[0].phone)
    before = state()
    batch = move_many(by=manager, at=now, customer_ids=ids, taker=teammate).batch
    assert Customer.objects.get(pk=ids[0]).shares_phone
    undo_batch(by=manager, at=now, batch_id=batch.pk)
    assert state() == before


def test_a_phone_that_somebody_has_by_now_is_shared_after_the_way_back(agent, teammate, manager, book, ids, now):
    batch = move_many(by=manager, at=now, customer_ids=ids, taker=teammate).batch
    make_customer(agent, phone=book[0].phone)
    undo_batch(by=manager, at=now, batch_id=batch.pk)
    assert Customer.objects.get(pk=ids[0]).shares_phone
    assert list(breaches()) == []


def test_nobody_goes_back_to_who_has_left(agent, teammate, manager, ids, now):
    batch = move_many(by=manager, at=now, customer_ids=ids, taker=teammate).batch
    agent.is_active = False
    agent.save()
    with pytest.raises(WrongState):
        undo_batch(by=manager, at=now, batch_id=batch.pk)


def test_sold_comes_back_only_with_a_sale_or_an_import(agent, ids, now):
    has_sale = lambda customer, **_rest: True  # noqa: E731
    signals.live_sale_sought.connect(has_sale)
    change_status_of_many(by=agent, at=now, customer_ids=ids[:2], status="converted")
    batch = change_status_of_many(by=agent, at=now, customer_ids=ids[:2], status="viewing").batch
    signals.live_sale_sought.disconnect(has_sale)
    Customer.history.filter(id=ids[1], status="converted").update(door="import")
    undone = undo_batch(by=agent, at=now, batch_id=batch.pk)
    assert (undone.count, undone.left) == (1, 1)
    assert Customer.objects.get(pk=ids[1]).status == "converted"


@pytest.mark.parametrize("name", ["status", "tags", "delete", "move"])
@pytest.mark.parametrize("number", [1, 4])
def test_it_costs_the_same_for_few_and_for_many(manager, acts, ids, now, name, number, django_assert_max_num_queries):
    del ids[number:]
    batch = acts[name]().batch
    with django_assert_max_num_queries(32):
        undo_batch(by=manager, at=now, batch_id=batch.pk)
