"""Putting earlier values back (rules: Audit and privacy): an edit like any other, under every rule of edits."""

from collections.abc import Collection
from datetime import datetime

from core.models import User
from core.transactions import flow
from crm.flows.customers import edit_customer
from crm.flows.rows import locked
from crm.history.earlier import OWNER, earlier_values, edit_or_404
from crm.models import Customer


@flow
def put_back(
    *,
    by: User,
    at: datetime,
    customer_id: int,
    history_id: int | str,
    fields: Collection[str],
    version: int | None,
    allow_duplicate: bool = False,
) -> Customer:
    """Give `fields`, of those that the edit `history_id` changed, the values they had before it.

    It is a new edit by `by`; nothing leaves the history. The owner among them moves the customer, for managers.
    Raises as edit_customer, and Http404 for an edit that is none of this customer's.
    """
    values = earlier_values(edit_or_404(locked(Customer, customer_id, by=by), history_id), fields)
    owner = values.pop(OWNER, None)
    return edit_customer(
        by=by,
        at=at,
        customer_id=customer_id,
        version=version,
        facts=values,
        owner=User.objects.get(pk=owner) if owner else None,
        allow_duplicate=allow_duplicate,
    )
