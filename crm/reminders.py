"""Follow-ups whose time has come, and what a working day begins with (rules: Follow-ups and appointments)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from core.clock import each_working_morning, every
from core.models import User
from crm import signals
from crm.models import Customer, Followup

BATCH = 500
STALE = timedelta(days=1)  # what was due longer ago, when no worker ran, is left to the morning's digest


@dataclass(frozen=True)
class Duties:
    """One agent's follow-ups at the start of a day: due by its end, and how many of them are late."""

    user_id: int
    due: int
    late: int


@every(timedelta(minutes=1))
def remind_of_followups(at: datetime) -> bool:
    """Remind of each pending follow-up once, when its time comes; one moved to another time is reminded of again.

    The bound on both sides keeps the look to a short stretch of the index by due date, however many are overdue.
    """
    due = (
        Followup.objects.live()
        .due_by(at)
        .filter(due_date__gt=at - STALE, reminded_at__isnull=True, user__is_active=True)
        .by_due_date()
        .select_related("customer", "user")
        .select_for_update(of=("self",), skip_locked=True)
    )
    locked = list(due[:BATCH])
    followups = _of_the_living(locked)
    if followups:
        Followup.objects.filter(pk__in=[followup.pk for followup in followups]).update(reminded_at=at)
        signals.followups_came_due.send(Followup, followups=followups, at=at)
    return len(locked) == BATCH


def _of_the_living(followups: list[Followup]) -> list[Followup]:
    """Those whose customer is still live, now that they are locked: one erased meanwhile must not be named again."""
    deleted = Customer.objects.deleted().filter(pk__in={followup.customer_id for followup in followups})
    gone = set(deleted.values_list("pk", flat=True)) if followups else set()
    return [followup for followup in followups if followup.customer_id not in gone]


@each_working_morning
def send_morning_digest(at: datetime) -> bool:
    """Tell each agent once a working day what is due by its end, if anything is."""
    duties = duties_of_the_day(at)
    if duties:
        signals.working_day_began.send(User, duties=duties, at=at)
    return False


def duties_of_the_day(at: datetime) -> list[Duties]:
    """What each active agent has to do by the end of the day of `at`; nobody who has nothing."""
    rows = (
        Followup.objects.live()
        .for_today(at)
        .filter(user__is_active=True)
        .order_by("user")
        .values_list("user")
        .annotate(due=Count("pk"), late=Count("pk", filter=Q(due_date__lt=at)))
    )
    return [Duties(*row) for row in rows]
