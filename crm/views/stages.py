"""Moving a customer to another status, from its page and from the board, and back again (rules: Stages)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import is_id, visible_or_404
from core.errors import StaleVersion
from core.login import the_user
from core.messages import success_with_undo
from core.requests import next_url
from crm.flows import edit_customer, undo_status_change
from crm.models import Customer
from crm.models.choices import Status


def change_status(request: HttpRequest, customer: Customer, back: str = "") -> Customer:
    """Move the customer as the posted form says, and tell so with a way back, which returns to the page `back`.

    With a `version` in the form it must still be at it. Raises ValidationError and StaleVersion.
    """
    facts = {name: request.POST[name] for name in ("status", "lost_reason") if name in request.POST}
    if facts.get("status") not in Status.values:
        raise ValidationError({"status": [_("اختر حالة العميل من القائمة.")]})
    moved = edit_customer(
        by=the_user(request),
        at=timezone.now(),
        customer_id=customer.pk,
        version=_version(request),
        facts=facts,
    )
    told = {"name": moved.name, "status": Status(moved.status).label}
    if moved.status == customer.status:
        messages.success(request, _("حالة «%(name)s»: %(status)s.") % told)
    else:
        undo = reverse("customer_status_undo", args=[moved.pk, moved.version])
        text = _("نُقل «%(name)s» إلى «%(status)s».") % told
        success_with_undo(request, text, f"{undo}?{urlencode({'next': back})}" if back else undo)
    return moved


@require_POST
def customer_status_undo(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Put back the status that the customer had before its `version`, unless it was edited since."""
    row: Customer = visible_or_404(Customer, the_user(request), pk)
    try:
        back = undo_status_change(by=the_user(request), at=timezone.now(), customer_id=pk, version=version)
    except StaleVersion:
        messages.error(request, _("عُدّل «%(name)s» بعد ذلك، فلم يُتراجع عن شيء.") % {"name": row.name})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        told = {"name": back.name, "status": Status(back.status).label}
        messages.success(request, _("عاد «%(name)s» إلى «%(status)s».") % told)
    return redirect(next_url(request, row.get_absolute_url()))


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if is_id(given) else None
