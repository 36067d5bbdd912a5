"""Bringing listings in from a file: looked at first, then written (product: import)."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.arabic import counted
from core.fields import show_refusal
from core.login import the_user
from core.requests import posted
from crm.forms.imports import FileForm
from properties.imports import Outcome, import_properties


class ListingFileForm(FileForm):
    """The file, and whether to look first; managers choose whose listings they are."""

    dry_run = forms.BooleanField(required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["file"].widget.attrs["accept"] = ".csv,.txt,.xlsx"


@require_http_methods(["GET", "HEAD", "POST"])
def property_import(request: HttpRequest) -> HttpResponse:
    """The file's form; a POST looks at it (`look`), or brings it in."""
    by = the_user(request)
    form = ListingFileForm(posted(request), request.FILES or None, by=by)
    if not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    data, looks = form.cleaned_data, "look" in request.POST
    told = {"file_name": data["file"].name, "content": data["file"], "owner": data.get("owner"), "dry_run": looks}
    try:
        outcome = import_properties(by=by, at=timezone.now(), **told)
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return _page(request, form, status=422)
    if outcome.written:
        told_new = counted(outcome.created, "property")
        messages.success(request, _("أُضيفت إلى قائمتك: %(listings)s.") % {"listings": told_new})
        return redirect("property_list")
    return _page(request, form, outcome, status=422 if outcome.failed else 200)


def _page(request: HttpRequest, form: FileForm, outcome: Outcome | None = None, status: int = 200) -> HttpResponse:
    return render(request, "properties/property_import.html", {"form": form, "outcome": outcome}, status=status)
