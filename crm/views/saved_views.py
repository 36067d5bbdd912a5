"""Saving the customers' list as it is filtered, naming it anew, forgetting it and taking that back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t
from django.views.decorators.http import require_http_methods, require_POST

from core.fields import LineField, show_refusal
from core.login import the_user
from core.messages import success_with_undo
from core.requests import posted
from crm.flows.saved_views import forget_view, rename_view, save_view
from crm.models import SavedView

FORGOTTEN = "forgotten_view"  # in the session: what a forgotten view was


class NameForm(forms.Form):
    name = LineField(label=_t("اسم العرض"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    query = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)


@require_POST
def saved_view_new(request: HttpRequest) -> HttpResponse:
    """Keep the list that `query` describes under a name; the list then opens under it."""
    form = NameForm(request.POST)
    view = _stored(form, lambda said: save_view(by=the_user(request), at=timezone.now(), **said))
    if view is None:
        title, list_url = _("حفظ هذا العرض"), _list_of(request.POST.get("query", ""))
        return render(
            request, "crm/saved_view.html", {"form": form, "title": title, "cancel_url": list_url}, status=422
        )
    messages.success(request, _("حُفظ العرض «%(name)s».") % {"name": view.name})
    return redirect(_list_of(view.query))


@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_rename(request: HttpRequest, pk: int) -> HttpResponse:
    view = SavedView.objects.filter(user=the_user(request), pk=pk).first()
    if view is None:
        raise Http404(SavedView.not_found)
    form = NameForm(posted(request), initial={"name": view.name})
    if request.method == "POST":
        renamed = _stored(
            form, lambda said: rename_view(by=the_user(request), at=timezone.now(), view_id=pk, name=said["name"])
        )
        if renamed:
            messages.success(request, _("صار اسم العرض «%(name)s».") % {"name": renamed.name})
            return redirect(_list_of(renamed.query))
    context = {"form": form, "title": _("تسمية العرض"), "cancel_url": _list_of(view.query)}
    return render(request, "crm/saved_view.html", context, status=422 if form.errors else 200)


@require_POST
def saved_view_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the view; the message offers to have it back."""
    view = forget_view(by=the_user(request), at=timezone.now(), view_id=pk)
    request.session[FORGOTTEN] = {"name": view.name, "query": view.query}
    success_with_undo(request, _("حُذف العرض «%(name)s».") % {"name": view.name}, reverse("saved_view_back"))
    return redirect("customer_list")


@require_POST
def saved_view_back(request: HttpRequest) -> HttpResponse:
    """The view that was forgotten last in this session, saved again."""
    forgotten = request.session.pop(FORGOTTEN, None)
    if forgotten is None:
        return redirect("customer_list")
    try:
        view = save_view(by=the_user(request), at=timezone.now(), **forgotten)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_list_of(forgotten["query"]))
    messages.success(request, _("عاد العرض «%(name)s».") % {"name": view.name})
    return redirect(_list_of(view.query))


def _stored(form: NameForm, store: Any) -> SavedView | None:
    """What `store` made of the form; None when either refused, with the reasons in the form."""
    if not form.is_valid():
        return None
    try:
        view: SavedView = store(form.cleaned_data)
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return None
    return view


def _list_of(query: str) -> str:
    return f"{reverse('customer_list')}?{query}" if query else reverse("customer_list")
