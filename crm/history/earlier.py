"""What a customer's fields were before an edit, to be put back (rules: any earlier value can be put back)."""

from collections.abc import Collection
from typing import Any

from django.http import Http404

from core.access import is_id
from core.history import Edit, earlier_than
from crm.models import Customer
from crm.models.choices import Status

# What a person edits, and so may put back; who owns the customer is for managers to say (product: flow 7).
FACTS = (
    *("name", "phone", "whatsapp", "email", "kind", "source", "status", "lost_reason", "priority"),
    *("tags", "budget", "city", "districts", "notes", "consent_marketing"),
)
OWNER = "owner"


def edit_or_404(customer: Customer, history_id: int | str) -> Edit:
    """The edit of this customer that the history row `history_id` tells of; Http404 when it is none of its own."""
    row = Customer.history.filter(id=customer.pk, history_id=history_id).first() if is_id(history_id) else None
    if row is None:
        raise Http404(Customer.not_found)
    return Edit(row, earlier_than(row).first())


def earlier_values(edit: Edit, fields: Collection[str]) -> dict[str, Any]:
    """The values before the edit of those `fields` that it changed, by name; for the owner the person's id.

    A status of loss brings its reason with it, which the same row holds.
    """
    wanted = {*FACTS, OWNER}.intersection(fields)
    values = {change.name: change.before for change in edit.changes if change.name in wanted and edit.before}
    if values.get("status") == Status.LOST:
        values["lost_reason"] = edit.before.lost_reason  # type: ignore[union-attr]
    return values
