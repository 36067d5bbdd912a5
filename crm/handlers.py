"""What follows from each event of the customer book, in the order in which it happens (wired at the foot)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.models import User
from crm import signals
from crm.derived import refresh_contacts, refresh_next_followup
from crm.flows.interactions import record_interaction
from crm.models import Customer, Followup, Interaction


def record_first_notes(customer: Customer, by: User, at: datetime, **_rest: Any) -> None:
    """The notes given with a new customer open its timeline; they are no contact yet."""
    if customer.notes:
        notes = _("عميل جديد: %(notes)s") % {"notes": customer.notes}
        initial = Interaction(
            customer=customer,
            owner=customer.owner,
            user=customer.owner,
            type=Interaction.Type.OTHER,
            notes=notes,
            completed_at=at,
            is_initial=True,
        )
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


def derive_next_followups(followups: list[Followup], at: datetime, **_rest: Any) -> None:
    refresh_next_followup([followup.customer_id for followup in followups], at=at)


signals.customer_created.connect(record_first_notes)
signals.interaction_recorded.connect(derive_contacts)
signals.followup_added.connect(derive_next_followup)
signals.followup_changed.connect(derive_next_followup)
signals.followups_added.connect(derive_next_followups)
signals.followups_changed.connect(derive_next_followups)
signals.followup_completed.connect(derive_next_followup)
signals.followup_completed.connect(record_completed_followup)
