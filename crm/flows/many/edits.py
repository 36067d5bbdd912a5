"""The status and the tags of many customers (rules: Stages)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.arabic import search_key
from core.models import Batch, User
from core.transactions import flow
from crm import signals
from crm.cleaning import TOO_MANY, clean_labels
from crm.facts import NEEDS_SALE
from crm.flows.customers import set_facts
from crm.flows.many.chosen import Outcome, judged, locked_many, write_many
from crm.models import Customer

STATUS_COLUMNS = ("status", "lost_reason", "status_changed_at")


@flow
def change_status_of_many(
    *, by: User, at: datetime, customer_ids: Collection[int], status: str, lost_reason: str = ""
) -> Outcome:
    """Move the customers to a status. ValidationError for an unknown one, and for a loss without its reason.

    «تم البيع» is refused to each customer that has no live sale, as by hand.
    """
    facts = {"status": status, **({"lost_reason": lost_reason} if lost_reason else {})}
    customers = locked_many(customer_ids, by=by)
    changed, refused = judged(customers, lambda one: set_facts(one, facts, at=at), about_row=[NEEDS_SALE])
    batch = write_many(
        [customer for customer, _names in changed],
        STATUS_COLUMNS,
        kind=Batch.Kind.STATUS,
        by=by,
        at=at,
        announce=lambda: announce_edits(changed, by=by, at=at),
        **facts,
    )
    return Outcome(batch, refused)


@flow
def tag_many(
    *,
    by: User,
    at: datetime,
    customer_ids: Collection[int],
    add: Collection[str] = (),
    remove: Collection[str] = (),
) -> Outcome:
    """Add tags to the customers, and take others off, whatever their spelling. ValidationError when none is named.

    A customer that would have more tags than one may have is refused.
    """
    added, removed = _labels(add, "add"), _labels(remove, "remove")
    if not added and not removed:
        raise ValidationError({"add": [_("اكتب وسمًا واحدًا على الأقل.")]})
    unwanted = {search_key(label) for label in removed}

    def change(customer: Customer) -> set[str]:
        kept = [label for label in customer.tags if search_key(label) not in unwanted]
        return set_facts(customer, {"tags": kept + added}, at=at)

    changed, refused = judged(locked_many(customer_ids, by=by), change, about_row=[TOO_MANY])
    batch = write_many(
        [customer for customer, _names in changed],
        ["tags"],
        kind=Batch.Kind.TAGS,
        by=by,
        at=at,
        announce=lambda: announce_edits(changed, by=by, at=at),
        added=added,
        removed=removed,
    )
    return Outcome(batch, refused)


def announce_edits(changed: Iterable[tuple[Customer, set[str]]], *, by: User, at: datetime) -> None:
    for customer, names in changed:
        signals.customer_edited.send(Customer, customer=customer, changed=names, by=by, at=at)


def _labels(given: Collection[str], field: str) -> list[str]:
    try:
        return clean_labels(list(given))
    except ValidationError as error:
        raise ValidationError({field: error}) from error
