"""Adding, editing and deleting what customers look for (product: PropertyRequest)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.models import User
from core.transactions import flow
from crm.flows.rows import check_version, fill, locked
from crm.models import Customer
from properties import cleaning, signals
from properties.facts import settle_request
from properties.models import PropertyRequest

REQUIRED = ("purpose", "city")
RANGES = (("budget_min", "budget_max"), ("area_min", "area_max"))


@flow
def add_request(*, by: User, at: datetime, customer_id: int, facts: Mapping[str, Any]) -> PropertyRequest:
    """Add what a customer looks for; it is its owner's, whoever adds it. `facts` are columns."""
    customer = locked(Customer, customer_id, by=by)
    wish = PropertyRequest(customer=customer, owner=customer.owner)
    set_facts(wish, {**dict.fromkeys(REQUIRED, ""), **facts})
    wish.add(at)
    signals.request_added.send(PropertyRequest, wish=wish, by=by, at=at)
    return wish


@flow
def edit_request(
    *, by: User, at: datetime, request_id: int, version: int | None, facts: Mapping[str, Any]
) -> PropertyRequest:
    """Change what `facts` names, if the row is still at `version`. An edit that changes nothing leaves no trace."""
    wish = locked(PropertyRequest, request_id, by=by)
    changed = set_facts(wish, facts)
    check_version(wish, version)
    if changed:
        wish.record_edit(at)
        signals.request_edited.send(PropertyRequest, wish=wish, changed=changed, by=by, at=at)
    return wish


@flow
def delete_request(*, by: User, at: datetime, request_id: int) -> PropertyRequest:
    """Take a request, and its matches, out of every list; its history stays."""
    wish = locked(PropertyRequest, request_id, by=by)
    wish.deleted_at = at
    wish.record_edit(at)
    signals.request_deleted.send(PropertyRequest, wish=wish, by=by, at=at)
    return wish


def set_facts(wish: PropertyRequest, facts: Mapping[str, Any]) -> set[str]:
    """Put the facts on the request with what follows from them; the names of what changed. ValidationError by field."""
    changed = fill(wish, facts, cleaning.REQUEST, required=REQUIRED)
    for least, most in RANGES:
        start, end = getattr(wish, least), getattr(wish, most)
        if start is not None and end is not None and start > end:
            raise ValidationError({least: [_("الحد الأدنى أكبر من الحد الأعلى.")]})
    settle_request(wish)
    return changed
