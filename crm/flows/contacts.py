"""A contact together with the next one it promises: one act of the quick form, so one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.models import User
from core.transactions import flow
from crm.flows.followups import add_followup
from crm.flows.interactions import record_interaction
from crm.models import Interaction


@flow
def log_contact(
    *,
    by: User,
    at: datetime,
    customer_id: int,
    facts: Mapping[str, Any],
    followup: Mapping[str, Any] | None = None,
) -> Interaction:
    """Record an interaction and, when `followup` gives its columns, a follow-up. Raises as each of them does."""
    interaction = record_interaction(by=by, at=at, customer_id=customer_id, facts=facts)
    if followup:
        add_followup(by=by, at=at, customer_id=customer_id, facts=followup)
    return interaction
