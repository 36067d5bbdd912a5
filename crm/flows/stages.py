"""Taking a change of status back, as if it had not been made (rules: Stages)."""

from datetime import datetime

from core.errors import StaleVersion
from core.models import User
from core.transactions import flow
from crm.flows.customers import edit_customer
from crm.flows.rows import locked
from crm.history.stages import status_began
from crm.models import Customer


@flow
def undo_status_change(*, by: User, at: datetime, customer_id: int, version: int) -> Customer:
    """Put back the status, and its reason, from before the edit that made the customer's `version`.

    Its days count from when it had begun: a slip of the finger restarts nobody's. StaleVersion when the customer was
    edited since; else raises as edit_customer.
    """
    customer = locked(Customer, customer_id, by=by)
    rows = list(Customer.history.filter(id=customer_id, version__lt=version).order_by("history_id"))
    if not rows:
        raise StaleVersion(customer)
    facts = {"status": rows[-1].status, "lost_reason": rows[-1].lost_reason}
    customer = edit_customer(by=by, at=at, customer_id=customer_id, version=version, facts=facts)
    customer.status_changed_at = status_began(rows)
    Customer.objects.filter(pk=customer_id).update(status_changed_at=customer.status_changed_at)
    return customer
