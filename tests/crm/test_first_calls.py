"""Spreading a first call to each customer that a file brought over the days to come."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from core.dates import local_date, local_time, parse_moment
from core.errors import WrongState
from crm.flows import plan_first_calls
from crm.flows.first_calls import CALLS_A_DAY
from crm.models import Customer, Followup
from notifications.models import Notification
from tests.factories import make_followup
from tests.imports import bring_in

WEDNESDAY = parse_moment("2026-11-25 16:00")


def plan(agent, run, at=WEDNESDAY):
    return plan_first_calls(by=agent, at=at, import_id=run.pk)


def test_each_new_customer_gets_one_on_a_working_day(agent):
    run = bring_in(agent, rows=2 * CALLS_A_DAY + 1)
    assert plan(agent, run) == 2 * CALLS_A_DAY + 1
    days = [local_time(call.due_date) for call in Followup.objects.order_by("id")]
    wanted = ["2026-11-26"] * CALLS_A_DAY + ["2026-11-28"] * CALLS_A_DAY + ["2026-11-29"]  # the 27th is a Friday
    assert [day.date().isoformat() for day in days] == wanted
    assert {(day.hour, day.minute) for day in days} == {(9, 0)}


def test_the_rows_are_those_of_a_follow_up_added_alone(agent):
    run = bring_in(agent, rows=2)
    first, second = Customer.objects.order_by("id")
    plan(agent, run)
    mine = first.followups.get()
    alone = make_followup(second, title="اتصال تعريفي", due_date=mine.due_date, at=WEDNESDAY)
    differ = {"id", "customer_id"}
    assert row_of(mine, differ) == row_of(alone, differ)
    told = differ | {"history_id", "batch_id"}
    assert row_of(mine.history.get(), told) == row_of(alone.history.get(), told)


def row_of(row, without):
    return {name: value for name, value in vars(row).items() if not name.startswith("_") and name not in without}


def test_what_follows_on_the_customer_follows(agent):
    run = bring_in(agent, rows=3)
    plan(agent, run)
    for customer in Customer.objects.all():
        assert customer.next_followup_date == customer.followups.get().due_date
        assert customer.version == 1


def test_one_notice_for_all(agent):
    run = bring_in(agent, rows=3)
    Notification.objects.all().delete()
    plan(agent, run)
    notice = Notification.objects.get()
    assert (notice.user, notice.type, notice.title) == (agent, "followup", "متابعات جديدة")
    assert "3 متابعات" in notice.message


def test_who_has_a_follow_up_or_is_gone_is_left_out(agent, now):
    run = bring_in(agent, rows=3)
    promised, gone, waiting = Customer.objects.order_by("id")
    make_followup(promised)
    Customer.objects.filter(pk=gone.pk).update(deleted_at=now)
    assert plan(agent, run) == 1
    assert list(waiting.followups.values_list("title", flat=True)) == ["اتصال تعريفي"]


def test_who_was_in_the_book_before_is_left_out(agent):
    bring_in(agent, rows=1)
    again = bring_in(agent, rows=2)
    assert (again.created, again.skipped) == (1, 1)
    assert plan(agent, again) == 1


def test_once_an_import(agent):
    run = bring_in(agent, rows=2)
    plan(agent, run)
    with pytest.raises(WrongState):
        plan(agent, run, at=WEDNESDAY + timedelta(days=1))
    assert Followup.objects.count() == 2


def test_not_before_it_was_brought_in(agent):
    with pytest.raises(WrongState):
        plan(agent, bring_in(agent, rows=2, dry_run=True))


def test_anothers_import_is_absent(agent, teammate, manager):
    run = bring_in(agent, rows=2)
    with pytest.raises(Http404):
        plan(teammate, run)
    assert plan(manager, run) == 2
    assert set(Followup.objects.values_list("user", flat=True)) == {agent.pk}


def test_a_moved_customer_is_its_new_owners_to_call(agent, teammate, manager):
    run = bring_in(agent, rows=2)
    moved = Customer.objects.order_by("id").first()
    Customer.objects.filter(pk=moved.pk).update(owner=teammate)
    assert plan(manager, run) == 2
    assert moved.followups.get().user == teammate
    assert set(Notification.objects.filter(title="متابعة جديدة").values_list("user", flat=True)) == {
        agent.pk,
        teammate.pk,
    }


def test_as_many_statements_for_many_as_for_few(agent):
    def statements(rows, start):
        run = bring_in(agent, rows=rows, start=start)
        with CaptureQueriesContext(connection) as captured:
            plan(agent, run)
        return len(captured)

    few = statements(3, 0)
    assert statements(40, 100) - few <= 2  # SQLite inserts by bulk_create, some at a time


def test_the_days_go_on_over_the_next_week(agent):
    run = bring_in(agent, rows=6 * CALLS_A_DAY + 1)
    plan(agent, run)
    last = local_date(Followup.objects.order_by("id").last().due_date)
    assert last.isoformat() == "2026-12-03"
