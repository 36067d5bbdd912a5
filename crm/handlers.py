"""What follows from each event of the customer book, in the order in which it happens (wired at the foot)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.models import User
from crm import signals
from crm.derived import refresh_contacts, refresh_next_followup, show_again
from crm.facts import opening_interaction
from crm.flows.interactions import record_interaction
from crm.models import Customer, Followup, Interaction


def record_first_notes(customer: Customer, by: User, at: datetime, **_rest: Any) -> None:
    """The notes given with a new customer open its timeline; they are no contact yet."""
    initial = opening_interaction(customer, at)
    if initial:
        initial.add(at)


def record_completed_followup(
    followup: Followup, contact: dict[str, str], by: User, at: datetime, **_rest: Any
) -> None:
    """A follow-up done is a contact made: «اكتملت المتابعة: …»."""
    title = _("اكتملت المتابعة: %(title)s") % {"title": followup.title}
    notes = "\n".join(filter(None, [title, contact["notes"]]))
    facts = {"type": contact["type"], "outcome": contact["outcome"], "notes": notes}
    record_interaction(by=by, at=at, customer_id=followup.customer_id, facts=facts)


def derive_contacts(interaction: Interaction, at: datetime, **_rest: Any) -> None:
    refresh_contacts([interaction.customer_id], at=at)


def derive_next_followup(followup: Followup, at: datetime, **_rest: Any) -> None:
    refresh_next_followup([followup.customer_id], at=at)


def show_restored_rows(customer: Customer, at: datetime, **_rest: Any) -> None:
    show_again(customer.pk, at=at)


signals.customer_created.connect(record_first_notes)
signals.customer_restored.connect(show_restored_rows)
signals.interaction_recorded.connect(derive_contacts)
signals.followup_added.connect(derive_next_followup)
signals.followup_changed.connect(derive_next_followup)
signals.followup_completed.connect(derive_next_followup)
signals.followup_completed.connect(record_completed_followup)
