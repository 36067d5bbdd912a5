"""Reminders at a follow-up's time, and the morning's digest (rules: Follow-ups and appointments)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.clock import run_due
from crm.flows import cancel_followup, delete_customer, edit_followup
from crm.reminders import remind_of_followups
from notifications.models import Notification
from tests.factories import make_customer, make_followup

MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Riyadh"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(title, **about):
    return list(Notification.objects.filter(title=title, **about).order_by("pk").values_list("message", flat=True))


def reminders(**about):
    return told("حان موعد المتابعة", **about)


def digests(**about):
    return told("متابعات اليوم", **about)


@pytest.fixture
def followup(agent):
    """Due on Monday at ten."""
    customer = make_customer(agent, name="سعد الحربي", at=MONDAY - DAY * 9)
    return make_followup(customer, title="إرسال العرض", due_date=MONDAY + HOUR * 10, at=MONDAY - DAY * 9)


def test_an_agent_is_reminded_once_when_the_time_comes(followup, agent):
    remind_of_followups(MONDAY + HOUR * 9)
    assert reminders() == []
    for minutes in range(3):
        remind_of_followups(MONDAY + HOUR * 10 + timedelta(minutes=minutes))
    assert reminders(user=agent, type="followup") == ["إرسال العرض، سعد الحربي"]


def test_a_reminder_leads_to_its_customer_and_is_no_edit(followup):
    remind_of_followups(MONDAY + HOUR * 10)
    note = Notification.objects.get(title="حان موعد المتابعة")
    assert note.data == {"followup_id": followup.pk, "customer_id": followup.customer_id}
    followup.refresh_from_db()
    assert (followup.version, followup.history.count()) == (1, 1)


def test_a_followup_moved_to_another_time_is_reminded_of_again(followup, agent):
    remind_of_followups(MONDAY + HOUR * 10)
    facts = {"due_date": MONDAY + HOUR * 15}
    edit_followup(by=agent, at=MONDAY + HOUR * 11, followup_id=followup.pk, version=None, facts=facts)
    remind_of_followups(MONDAY + HOUR * 15)
    assert len(reminders()) == 2


def test_nobody_is_reminded_of_what_is_cancelled(followup, agent):
    cancel_followup(by=agent, at=MONDAY, followup_id=followup.pk)
    remind_of_followups(MONDAY + HOUR * 10)
    assert reminders() == []


def test_nobody_is_reminded_of_a_deleted_customer(followup, agent):
    delete_customer(by=agent, at=MONDAY, customer_id=followup.customer_id)
    remind_of_followups(MONDAY + HOUR * 10)
    assert reminders() == []


def test_what_came_due_days_ago_while_no_worker_ran_waits_for_the_digest(followup):
    remind_of_followups(MONDAY + DAY * 2)
    assert reminders() == []


def test_reminders_are_a_few_queries_however_many(followup, agent, django_assert_num_queries):
    for _each in range(20):
        make_followup(followup.customer, due_date=MONDAY + HOUR * 10, at=MONDAY)
    with django_assert_num_queries(4):
        remind_of_followups(MONDAY + HOUR * 10)
    assert len(reminders()) == 21


@pytest.mark.parametrize(
    ("late", "today", "words"),
    [
        (0, 1, "لديك اليوم متابعة واحدة."),
        (0, 2, "لديك اليوم متابعتان."),
        (1, 0, "لديك اليوم متابعة واحدة متأخرة."),
        (2, 1, "لديك اليوم 3 متابعات، منها متابعتان متأخرتان."),
        (3, 9, "لديك اليوم 12 متابعة، منها 3 متابعات متأخرة."),
    ],
)
def test_the_digest_counts_in_arabic(agent, late, today, words):
    customer = make_customer(agent, at=MONDAY - DAY * 9)
    for number in range(late + today):
        due = MONDAY - DAY if number < late else MONDAY + HOUR * 17
        make_followup(customer, due_date=due, at=MONDAY - DAY * 9)
    run_due(MONDAY + HOUR * 8)
    assert digests(user=agent) == [words]


def test_the_digest_comes_once_a_day(followup):
    for minutes in range(0, 300, 20):
        run_due(MONDAY + HOUR * 8 + timedelta(minutes=minutes))
    assert len(digests()) == 1
    run_due(MONDAY + DAY + HOUR * 8)
    assert digests()[1:] == ["لديك اليوم متابعة واحدة متأخرة."]


def test_an_agent_with_nothing_due_is_left_in_peace(followup, teammate):
    run_due(MONDAY + HOUR * 8)
    assert digests(user=teammate) == []


def test_what_is_due_tomorrow_is_not_todays(followup):
    run_due(MONDAY - DAY + HOUR * 8)
    assert digests() == []


def test_an_agent_who_left_is_told_nothing(followup, agent):
    agent.is_active = False
    agent.save()
    run_due(MONDAY + HOUR * 10)
    assert digests() == []
    assert reminders() == []
