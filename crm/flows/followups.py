"""Promising a next contact, and keeping the promise or not (product: flow 0; rules: Follow-ups)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.dates import never_friday
from core.errors import WrongState
from core.models import User
from core.transactions import flow
from crm import cleaning, signals
from crm.flows.rows import check_version, fill, locked
from crm.models import Customer, Followup


@flow
def add_followup(*, by: User, at: datetime, customer_id: int, facts: Mapping[str, Any]) -> Followup:
    """Add a pending follow-up to a customer; it is its owner's to do, whoever adds it. `facts` are columns."""
    customer = locked(Customer, customer_id, by=by)
    followup = Followup(customer=customer, owner=customer.owner, user=customer.owner)
    set_facts(followup, {"title": "", "due_date": None, **facts})
    followup.add(at)
    signals.followup_added.send(Followup, followup=followup, by=by, at=at)
    return followup


@flow
def edit_followup(
    *, by: User, at: datetime, followup_id: int, version: int | None, facts: Mapping[str, Any]
) -> Followup:
    """Change what `facts` names, if the row is still at `version`. Its status changes by actions alone."""
    followup = locked(Followup, followup_id, by=by)
    changed = set_facts(followup, facts)
    check_version(followup, version)
    if changed:
        _change(followup, by=by, at=at)
    return followup


@flow
def complete_followup(
    *, by: User, at: datetime, followup_id: int, type: str = "other", outcome: str = "", notes: str = ""
) -> Followup:
    """Mark a pending follow-up done, and record the contact as an interaction of `type`. WrongState if not pending."""
    followup = _pending(followup_id, by=by)
    followup.status, followup.completed_at = Followup.Status.COMPLETED, at
    followup.record_edit(at)
    contact = {"type": type, "outcome": outcome, "notes": notes}
    signals.followup_completed.send(Followup, followup=followup, contact=contact, by=by, at=at)
    return followup


@flow
def snooze_followup(*, by: User, at: datetime, followup_id: int, until: datetime) -> Followup:
    """Put a pending follow-up off to `until`; a Friday becomes Saturday, same hour. ValidationError for the past."""
    followup = locked(Followup, followup_id, by=by)
    due_date = _later(until, at=at)
    _refuse_unless_pending(followup)
    followup.due_date, followup.reminded_at = due_date, None
    _change(followup, by=by, at=at)
    return followup


@flow
def cancel_followup(*, by: User, at: datetime, followup_id: int) -> Followup:
    """Give a pending follow-up up. WrongState when not pending."""
    followup = _pending(followup_id, by=by)
    followup.status = Followup.Status.CANCELLED
    _change(followup, by=by, at=at)
    return followup


@flow
def delete_followup(*, by: User, at: datetime, followup_id: int) -> Followup:
    """Take a follow-up out of every list; its history stays."""
    followup = locked(Followup, followup_id, by=by)
    followup.deleted_at = at
    _change(followup, by=by, at=at)
    return followup


def _pending(followup_id: int, *, by: User) -> Followup:
    followup = locked(Followup, followup_id, by=by)
    _refuse_unless_pending(followup)
    return followup


def _refuse_unless_pending(followup: Followup) -> None:
    if not followup.is_pending:
        raise WrongState(_("هذه المتابعة «%(status)s»، فلا يمكن تغييرها.") % {"status": followup.get_status_display()})


def _later(until: datetime, *, at: datetime) -> datetime:
    """The time to put a follow-up off to; a wrong one is said before the row's state is looked at (api: Access)."""
    if until <= at:
        raise ValidationError({"until": [_("اختر موعدًا في المستقبل.")]})
    try:
        return never_friday(until)
    except ValueError as out_of_range:
        raise ValidationError({"until": [str(out_of_range)]}) from out_of_range


def set_facts(followup: Followup, facts: Mapping[str, Any]) -> set[str]:
    """Put what a person said on the follow-up, cleaned; the names of what changed. ValidationError by field."""
    changed = fill(followup, facts, cleaning.FOLLOWUP, required=("title", "due_date"))
    if "due_date" in changed:
        followup.reminded_at = None
    return changed


def _change(followup: Followup, *, by: User, at: datetime) -> None:
    followup.record_edit(at)
    signals.followup_changed.send(Followup, followup=followup, by=by, at=at)
