"""What the steps of bringing a file in share: whose import it is, the four steps, a form sent twice."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import visible_or_404
from core.login import the_user
from crm.models import Import

STEPS = (_("الملف"), _("الأعمدة"), _("المعاينة"), _("النتيجة"))
FILE, COLUMNS, PREVIEW, RESULT = range(1, 5)


def the_import(request: HttpRequest, pk: int) -> Import:
    """The import in the address, for whoever may see it."""
    run: Any = visible_or_404(Import.objects.select_related("user", "owner", "batch"), the_user(request), pk)
    return run


def step_page(
    request: HttpRequest, here: int, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the wizard, at the step `here`."""
    frame = {"steps": STEPS, "here": here, "now": timezone.now()}
    return render(request, f"crm/{template}.html", {**frame, **context}, status=status)
