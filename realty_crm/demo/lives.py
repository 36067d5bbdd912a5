"""What happens to each demo customer, told as a life: it yields the moment of each act, then acts, through the flows.

`played` runs all lives together in the order of their moments, as an office lives them: ids, history and notices
come out in that order too.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from core.dates import local_date
from core.models import User
from crm.flows import (
    add_followup,
    cancel_followup,
    complete_followup,
    create_customer,
    edit_customer,
    record_interaction,
    snooze_followup,
)
from crm.models import Customer, Followup
from crm.models.choices import PATH, Outcome, Status
from notifications.flows import read_all_notifications
from realty_crm.demo import words
from realty_crm.demo.cast import Part
from realty_crm.demo.hours import due_time, later

Life = Iterator[datetime]  # each item: the moment of the next act
FIRST_CALL_DAYS = 2  # who came since then is still uncalled
_CONTACTS = {"call": 54, "whatsapp": 34, "office_visit": 5, "offer": 7}


def played(lives: Iterable[Life], until: datetime) -> None:
    """Let the lives go on side by side, each act at its moment, up to `until`."""
    queue = [(moment, number, life) for number, life in enumerate(lives) for moment in [next(life, until)]]
    heapq.heapify(queue)
    while queue and queue[0][0] < until:
        _moment, number, life = heapq.heappop(queue)
        following = next(life, None)
        if following:
            heapq.heappush(queue, (following, number, life))


def customer_life(part: Part, until: datetime) -> Life:
    """From the first message to where the customer stands at `until`."""
    rng, agent, at = part.rng, part.agent, part.came
    yield at
    customer = create_customer(by=agent, at=at, facts=part.facts)
    age = (until - part.came).days
    if age < FIRST_CALL_DAYS:
        return
    path = _path_to(part.status)
    promise: Followup | None = None
    for number in range(max(len(path), rng.choice((2, 2, 3, 3, 4, 5)))):
        at = later(rng, at, 0.3 if number == 0 else rng.choice((1, 2, 3, 4)) * (1 + age / 50))
        if at >= until:
            break
        yield at
        promise = _contact(part, customer, promise, path[number] if number < len(path) else "", at)
    yield from _ending(part, customer, path, promise, at, until)


def evenings(user: User, first: datetime, last: datetime) -> Life:
    """Somebody who reads the day's notices before closing, the last day's excepted."""
    day = local_date(first)
    while day < local_date(last) - timedelta(days=1):
        at = due_time(Random(0), day).replace(hour=22, minute=30)  # noqa: S311
        yield at
        read_all_notifications(by=user, at=at)
        day += timedelta(days=1)


def _path_to(status: str) -> list[str]:
    """The statuses on the way there, one a contact; «» is a contact that changes nothing."""
    if status in PATH:
        return [str(step) for step in PATH[1 : PATH.index(Status(status)) + 1]] or [""]
    return [Status.CONTACTED, Status.QUALIFIED, status]


def _contact(part: Part, customer: Customer, promise: Followup | None, step: str, at: datetime) -> Followup | None:
    """One contact, the promise kept by it, the status it leads to, and perhaps a new promise."""
    rng, agent = part.rng, part.agent
    kind = "viewing" if step == Status.VIEWING else "meeting" if step == Status.NEGOTIATING else _kind(rng)
    outcomes = [outcome for type_, outcome in words.SAID if type_ == kind]
    outcome = rng.choice(outcomes) if step or kind != "call" else rng.choice(("no_answer", "busy", "answered"))
    notes = rng.choice(words.SAID[kind, outcome])
    if promise:
        complete_followup(by=agent, at=at, followup_id=promise.pk, type=kind, outcome=outcome, notes=notes)
    else:
        facts = {"type": kind, "outcome": outcome, "notes": notes}
        if kind == "call":
            facts |= _call(rng, outcome)
        record_interaction(by=agent, at=at, customer_id=customer.pk, facts=facts)
    if step:
        _move(part, customer, step, at + timedelta(minutes=3))
    return _promise(part, customer, at, later(rng, at, 3)) if rng.random() < 0.3 else None


def _kind(rng: Random) -> str:
    return rng.choices(list(_CONTACTS), list(_CONTACTS.values()))[0]


def _call(rng: Random, outcome: str) -> dict[str, Any]:
    if outcome in (Outcome.NO_ANSWER, Outcome.BUSY):
        return {"direction": "out"}
    return {"direction": rng.choice(("out", "out", "in")), "duration": rng.randrange(1, 14)}


def _move(part: Part, customer: Customer, status: str, at: datetime) -> None:
    facts = {"status": status, "lost_reason": part.lost_reason if status == Status.LOST else ""}
    edit_customer(by=part.agent, at=at, customer_id=customer.pk, version=None, facts=facts)


def _promise(part: Part, customer: Customer, at: datetime, due: datetime) -> Followup:
    priority = part.rng.choice(("medium", "medium", "high", "low"))
    facts = {"title": part.rng.choice(words.FOLLOWUP_TITLES), "due_date": due, "priority": priority}
    return add_followup(by=part.agent, at=at + timedelta(minutes=5), customer_id=customer.pk, facts=facts)


def _ending(
    part: Part, customer: Customer, path: list[str], promise: Followup | None, at: datetime, until: datetime
) -> Life:
    """Where it stands now: what is still open is due lately, today or soon, or was given up."""
    rng = part.rng
    at = max(min(at, until - timedelta(minutes=30)), customer.created_at) + timedelta(minutes=10)
    yield at
    open_ = part.status not in (Status.LOST, Status.ON_HOLD)
    if promise:
        if open_ and rng.random() < 0.8:
            snooze_followup(by=part.agent, at=at, followup_id=promise.pk, until=_due(rng, at, until))
        else:
            cancel_followup(by=part.agent, at=at, followup_id=promise.pk)
    elif open_ and rng.random() < 0.42:
        _promise(part, customer, at, _due(rng, at, until))
    if open_ and rng.random() < 0.04:
        soon = due_time(rng, local_date(until) + _days(3))
        planned = {"type": "meeting", "completed_at": None, "scheduled_for": soon}
        record_interaction(by=part.agent, at=at + timedelta(minutes=6), customer_id=customer.pk, facts=planned)


def _due(rng: Random, at: datetime, until: datetime) -> datetime:
    """A few days overdue, today, or in the days to come; never before it was promised."""
    days = rng.choices((-rng.randrange(1, 9), 0, rng.randrange(1, 16)), (14, 16, 70))[0]
    due = due_time(rng, local_date(until) + _days(days)) if days else _today(rng, until)
    return due if due > at else at + timedelta(hours=2)


def _today(rng: Random, until: datetime) -> datetime:
    return due_time(rng, local_date(until)) if local_date(until).weekday() != 4 else until + timedelta(hours=1)


def _days(number: int) -> timedelta:
    return timedelta(days=number)
