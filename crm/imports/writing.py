"""Rows of a file become customers: one step of an import, set-based, leaving what adding each alone would leave."""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from datetime import datetime

from core.bulk import ADDED, CHANGED, insert_rows, record_history, update_rows
from crm.counts import count_change
from crm.facts import opening_interaction, settle
from crm.imports.planning import WRITTEN, Plan, plan_rows
from crm.models import Customer, Import, ImportRow

Outcome = ImportRow.Outcome
PLANNED = {Outcome.CREATED, Outcome.UPDATED}
# What an edit may change in a customer's row, with what follows from it there.
COLUMNS = (
    *WRITTEN,
    *("status_changed_at", "consent_at", "consent_source", "consent_text_version"),
    *("name_key", "search_text", "version", "updated_at"),
)


def write_rows(run: Import, rows: Sequence[ImportRow], *, at: datetime) -> Counter[str]:
    """Write what the rows of one step ask for, inside a transaction; how many came to which outcome.

    They are judged again with the customers locked: what was added or changed since the look is met as it is now,
    and the row's outcome then says so. IntegrityError when a rival adds one of the phones meanwhile.
    """
    planned = [row for row in rows if row.outcome in PLANNED]
    plans = plan_rows(run, planned, lock=True)
    blank = _blank(run, at)
    _add([_new(blank, plan, at) for plan in plans if plan.outcome == Outcome.CREATED], at)
    _change([_changed(plan, at) for plan in plans if plan.outcome == Outcome.UPDATED], at)
    _correct(planned, plans)
    return Counter(row.outcome for row in rows)


def _correct(rows: Sequence[ImportRow], plans: Sequence[Plan]) -> None:
    """Let the rows say what became of them, where that is not what was planned."""
    other = []
    for row, plan in zip(rows, plans, strict=True):
        if row.outcome != plan.outcome:
            row.outcome, row.problems = plan.outcome, plan.problems
            other.append(row)
    update_rows(other, ["outcome", "problems"])


def _blank(run: Import, at: datetime) -> Customer:
    """What all new customers of a step have in common."""
    return Customer(
        created_by_id=run.user_id,
        created_at=at,
        updated_at=at,
        status_changed_at=at,
        last_contact_date=at,
    )


def _new(blank: Customer, plan: Plan, at: datetime) -> Customer:
    customer = copy(blank)  # several times faster than making each from its defaults
    customer.owner_id = plan.owner_id
    _put(customer, plan, at)
    return customer


def _changed(plan: Plan, at: datetime) -> Customer:
    customer = plan.known
    assert customer is not None  # noqa: S101  (an update is of somebody)
    _put(customer, plan, at)
    customer.version += 1
    customer.updated_at = at
    return customer


def _put(customer: Customer, plan: Plan, at: datetime) -> None:
    changed = {name for name, value in plan.facts.items() if getattr(customer, name) != value}
    for name in changed:
        setattr(customer, name, plan.facts[name])
    settle(customer, changed, at=at)


def _add(customers: list[Customer], at: datetime) -> None:
    insert_rows(customers)
    record_history(customers, ADDED, at=at)
    openings = [opening for customer in customers if (opening := opening_interaction(customer, at))]
    insert_rows(openings)
    record_history(openings, ADDED, at=at)
    for owner_id, number in Counter(customer.owner_id for customer in customers).items():
        count_change(owner_id, number)


def _change(customers: list[Customer], at: datetime) -> None:
    update_rows(customers, COLUMNS)
    record_history(customers, CHANGED, at=at)
