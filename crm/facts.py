"""What facts make of a customer's own row once they stand on it, for one customer and for a whole file alike.

Flows and imports put clean values on a row; what follows from them within the row, and the interaction that a new
customer's notes open the timeline with, stand here.
"""

from collections.abc import Set
from datetime import datetime
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.bulk import another
from core.history import Door, acting_now
from crm import signals
from crm.models import Customer, Interaction
from crm.models.choices import Status
from crm.search import name_key, search_text

SEARCHED = {"name", "phone", "whatsapp", "email"}
NEEDS_SALE = "needs_sale"  # the error that depends on the customer, not on what was asked of it


def settle(customer: Customer, changed: Set[str], *, at: datetime) -> None:
    """Bring the row in line after its `changed` fields were set. ValidationError at `status` and `lost_reason`."""
    if changed & SEARCHED:
        settle_keys(customer)
    if "status" in changed or "lost_reason" in changed:
        _settle_status(customer, at=at, moved="status" in changed)
    if "consent_marketing" in changed:
        _record_consent(customer, at=at)


def settle_keys(customer: Customer) -> None:
    """Bring in line what follows from its name, phones and e-mail: what it is found and sorted by."""
    if customer.whatsapp == customer.phone:
        customer.whatsapp = ""  # it is kept only when it differs
    customer.name_key = name_key(customer.name)
    customer.search_text = search_text(
        name_key=customer.name_key, phone=customer.phone, whatsapp=customer.whatsapp, email=customer.email
    )


def refuse_lost_without_reason(status: str, lost_reason: str) -> None:
    if status == Status.LOST and not lost_reason:
        raise ValidationError({"lost_reason": [_("اختر سبب الخسارة.")]})


def opening_interaction(customer: Customer, at: datetime) -> Interaction | None:
    """The first line of a new customer's timeline: its notes, if it has any. No contact yet (product: flow 0)."""
    if not customer.notes:
        return None
    opening = another(_opening())
    opening.customer_id = customer.pk
    opening.owner_id = opening.user_id = customer.owner_id
    opening.notes = opening.notes % {"notes": customer.notes}
    opening.completed_at = opening.timeline_at = opening.created_at = opening.updated_at = at
    return opening


@cache
def _opening() -> Interaction:
    """What all of them have in common; to look their words up for each takes as long as all the rest of it."""
    return Interaction(type=Interaction.Type.OTHER, notes=_("عميل جديد: %(notes)s"), is_initial=True)


def _settle_status(customer: Customer, *, at: datetime, moved: bool) -> None:
    refuse_lost_without_reason(customer.status, customer.lost_reason)
    if customer.status != Status.LOST:
        customer.lost_reason = ""
    if moved and customer.status == Status.CONVERTED and not _may_be_converted(customer):
        sale_first = _("حالة «تم البيع» تأتي مع تسجيل عملية بيع.")
        raise ValidationError({"status": [ValidationError(sale_first, code=NEEDS_SALE)]})
    if moved:
        customer.status_changed_at = at


def _may_be_converted(customer: Customer) -> bool:
    """With a live sale; an import may bring in what was sold elsewhere (api: customers)."""
    return acting_now().door == Door.IMPORT or signals.has_live_sale(customer)


def _record_consent(customer: Customer, *, at: datetime) -> None:
    """When, how and to which text the customer agreed, or withdrew (rules: Audit and privacy)."""
    customer.consent_at = at
    customer.consent_source = acting_now().door
    customer.consent_text_version = settings.CONSENT_TEXT_VERSION
