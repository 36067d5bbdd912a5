"""Keeping the figures, one fact at a time, and making them anew from the facts: the two agree (product: analytics)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from analytics.models import AgentDay
from core.bulk import STEP
from core.dates import local_date
from core.transactions import RaceLost, in_one_transaction, is_taken
from properties.models import PropertyMatch

Days = dict[tuple[int, date], Counter[str]]  # the figures of each agent and day


def count(user_id: int, day: date, **more: int) -> None:
    """Add to an agent's figures of a day. For a handler, in the fact's transaction."""
    rows = AgentDay.objects.filter(user=user_id, day=day)
    if rows.update(**{name: F(name) + number for name, number in more.items()}):
        return
    try:
        with transaction.atomic():
            AgentDay.objects.create(user_id=user_id, day=day, **more)
    except IntegrityError as taken:
        if is_taken(taken):  # a rival began the day meanwhile
            raise RaceLost from taken
        raise


def figures_of_the_facts() -> Days:
    """What the figures are, read from the facts themselves."""
    days: Days = {}
    matches = PropertyMatch.objects.order_by("pk").values_list("created_by", "created_at", "recorded_score")
    for user_id, at, points in matches.iterator():
        figures = days.setdefault((user_id, local_date(at)), Counter())
        figures.update(matches=1, score_sum=points)
    return days


def rebuild() -> int:
    """Make all figures anew from the facts; how many days of agents there are."""

    def write() -> int:
        AgentDay.objects.select_for_update().order_by("pk").count()
        days = figures_of_the_facts()
        AgentDay.objects.all().delete()
        AgentDay.objects.bulk_create((_row(*key, figures) for key, figures in days.items()), batch_size=STEP)
        return len(days)

    return in_one_transaction(write)


def _row(user_id: int, day: date, figures: Mapping[str, Any]) -> AgentDay:
    return AgentDay(user_id=user_id, day=day, **figures)
