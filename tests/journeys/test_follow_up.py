"""What is due is done or put off from Today, in one tap."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from core.dates import local_time
from tests.factories import make_customer, make_followup
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

FRIDAY = 4


@pytest.fixture
def thursday(stop_clock) -> datetime:
    """The coming Thursday at ten in the morning: the server's now."""
    at = local_time(timezone.now()).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while at.weekday() != FRIDAY - 1:
        at += timedelta(days=1)
    stop_clock(at)
    return at


def promise(agent, name):
    """A follow-up that was due yesterday."""
    now = timezone.now()
    return make_followup(make_customer(agent, name=name), title="عرض السعر", due_date=now - timedelta(days=1))


def test_a_promise_is_kept_in_one_tap(phone, agent):
    followup = promise(agent, "منيرة السبيعي")
    log_in(phone, agent)
    phone.get_by_role("button", name="تم: منيرة السبيعي").tap()
    expect(phone.get_by_text("لا متابعات اليوم", exact=True)).to_be_visible()
    followup.refresh_from_db()
    assert followup.status == "completed"
    assert followup.customer.interactions.filter(is_initial=False).count() == 1


def test_from_thursday_tomorrow_is_saturday(phone, agent, thursday):
    followup = promise(agent, "تركي البقمي")
    log_in(phone, agent)
    phone.get_by_role("button", name="تأجيل: تركي البقمي").tap()
    menu = phone.locator(f"#snooze-{followup.pk}")
    expect(menu.get_by_role("button", name="الجمعة")).to_have_count(0)
    menu.get_by_role("button", name="السبت").tap()
    expect(phone.get_by_role("button", name="تأجيل: تركي البقمي")).to_have_count(0)
    followup.refresh_from_db()
    assert local_time(followup.due_date).date() == (thursday + timedelta(days=2)).date()


def test_a_friday_that_was_chosen_becomes_saturday(phone, agent, thursday):
    followup = promise(agent, "ريم الحربي")
    log_in(phone, agent)
    phone.goto(f"/followups/{followup.pk}/snooze/")
    phone.get_by_label("اليوم", exact=True).fill(f"{thursday + timedelta(days=1):%Y-%m-%d}")
    phone.get_by_label("الوقت", exact=True).fill("16:30")
    phone.get_by_role("button", name="تأجيل", exact=True).tap()
    phone.wait_for_url(lambda url: not url.endswith("/snooze/"))
    followup.refresh_from_db()
    moved = local_time(followup.due_date)
    assert (moved.date(), f"{moved:%H:%M}") == ((thursday + timedelta(days=2)).date(), "16:30")
