"""Recording what passed between an agent and a customer (product: flow 0)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.models import User
from core.transactions import flow
from crm import cleaning, signals
from crm.flows.rows import check_version, fill, locked
from crm.models import Customer, Interaction


@flow
def record_interaction(*, by: User, at: datetime, customer_id: int, facts: Mapping[str, Any]) -> Interaction:
    """Add an interaction to a customer. `completed_at` absent from `facts` is `at`, None is planned, future is refused.

    A row that a manager adds belongs to the customer's owner (api: Access); history names the manager.
    """
    customer = locked(Customer, customer_id, by=by)
    interaction = Interaction(customer=customer, owner=customer.owner, user=customer.owner)
    _set_facts(interaction, {"completed_at": at, "type": "", **facts}, at=at)
    interaction.add(at)
    signals.interaction_recorded.send(Interaction, interaction=interaction, by=by, at=at)
    return interaction


@flow
def edit_interaction(
    *, by: User, at: datetime, interaction_id: int, version: int | None, facts: Mapping[str, Any]
) -> Interaction:
    """Change what `facts` names, if the row is still at `version`. Raises ValidationError, StaleVersion."""
    interaction = locked(Interaction, interaction_id, by=by)
    changed = _set_facts(interaction, facts, at=at)
    check_version(interaction, version)
    if changed:
        interaction.record_edit(at)
        signals.interaction_recorded.send(Interaction, interaction=interaction, by=by, at=at)
    return interaction


@flow
def delete_interaction(*, by: User, at: datetime, interaction_id: int) -> Interaction:
    """Take an interaction off the record; its history stays."""
    interaction = locked(Interaction, interaction_id, by=by)
    interaction.deleted_at = at
    interaction.record_edit(at)
    signals.interaction_recorded.send(Interaction, interaction=interaction, by=by, at=at)
    return interaction


def _set_facts(interaction: Interaction, facts: Mapping[str, Any], *, at: datetime) -> set[str]:
    changed = fill(interaction, facts, cleaning.INTERACTION, required=["type"])
    if "completed_at" in changed and interaction.completed_at and interaction.completed_at > at:
        raise ValidationError({"completed_at": [_("لا يكون وقت الإنجاز في المستقبل.")]})
    if interaction.type != Interaction.Type.CALL and interaction.direction:
        raise ValidationError({"direction": [_("الاتجاه للاتصالات فقط.")]})
    return changed
