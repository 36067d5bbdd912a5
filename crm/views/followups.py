"""One follow-up: new, edited, done, put off, given up (rules: Follow-ups and appointments)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import visible_or_404
from core.dates import clock, day_name, local_date, short_date, tomorrow
from core.errors import StaleVersion, WrongState
from core.fields import show_refusal
from core.login import the_user
from core.once import TOKEN, new_token, once
from core.requests import next_url, posted
from crm.flows import add_followup, cancel_followup, complete_followup, edit_followup, snooze_followup
from crm.forms.followups import CompleteForm, FollowupForm, SnoozeForm
from crm.models import Customer, Followup
from crm.snoozing import CODES, snooze_time

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def followup_new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Promise a next contact with a customer. A time gone by is allowed: it is overdue at once."""
    by, at = the_user(request), timezone.now()
    customer: Customer = visible_or_404(Customer, by, customer_id)
    form = FollowupForm(posted(request), initial={"title": _("اتصال"), "due_date": tomorrow(at)})

    def add() -> int:
        return add_followup(by=by, at=at, customer_id=customer_id, facts=form.facts).pk

    if request.method == "POST" and form.is_valid():
        try:
            once(request, by=by, at=at, act=add)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("أُضيفت المتابعة."))
            return redirect(next_url(request, customer.get_absolute_url()))
    token = request.POST.get(TOKEN) or new_token()
    return _form(request, "crm/followup_form.html", form, customer=customer, form_token=token)


@form_page
def followup_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a follow-up; who was overtaken by another edit sees both, and nothing typed is lost (409)."""
    followup = _load(request, pk)
    seen = {name: getattr(followup, name) for name in ("title", "due_date", "priority", "description", "version")}
    form = FollowupForm(posted(request), initial=seen)
    if request.method == "POST" and form.is_valid():
        try:
            edit_followup(
                by=the_user(request),
                at=timezone.now(),
                followup_id=pk,
                version=form.cleaned_data["version"] or 0,
                facts=form.facts,
            )
        except StaleVersion as stale:
            return _conflict(request, form, stale.current)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("حُفظت المتابعة."))
            return redirect(next_url(request, followup.customer.get_absolute_url()))
    return _form(request, "crm/followup_form.html", form, followup=followup, customer=followup.customer)


def _conflict(request: HttpRequest, form: FollowupForm, current: Followup) -> HttpResponse:
    """The form with what was typed, beside what was saved meanwhile; saving again is then a decision."""
    differing = [name for name, value in form.facts.items() if getattr(current, name) != value]
    typed = request.POST.copy()
    typed["version"] = str(current.version)
    again = FollowupForm(typed)
    context = {
        "form": again,
        "followup": current,
        "customer": current.customer,
        "saved": [(again.fields[name].label, _shown(current, name)) for name in differing],
        "cancel_url": current.customer.get_absolute_url(),
        "next": next_url(request, ""),
    }
    return render(request, "crm/followup_form.html", context, status=409)


def _shown(followup: Followup, name: str) -> str:
    if name == "due_date":
        return _moment(followup.due_date, timezone.now())
    return followup.get_priority_display() if name == "priority" else getattr(followup, name) or "—"


@form_page
def followup_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Done: one tap posts nothing more; the form behind GET also takes how the contact went."""
    followup = _load(request, pk)
    form = CompleteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            complete_followup(by=the_user(request), at=timezone.now(), followup_id=pk, **form.contact)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        except WrongState as refusal:
            return _after(request, followup, warning=refusal.detail)
        else:
            done = _("تمت متابعة %(name)s، وسُجّلت في سجل التواصل.")
            return _after(request, followup, success=done % {"name": followup.customer.name})
    return _form(request, "crm/followup_complete.html", form, followup=followup, customer=followup.customer)


@form_page
def followup_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Put off: `until` is a code of the menu or a moment; the form behind GET takes any day and time."""
    followup, now = _load(request, pk), timezone.now()
    suggested = {"until": snooze_time("tomorrow", followup.due_date, now)}
    form = SnoozeForm(_until(request, followup, now), initial=suggested)
    if request.method == "POST" and form.is_valid():
        try:
            followup = snooze_followup(by=the_user(request), at=now, followup_id=pk, until=form.cleaned_data["until"])
        except ValidationError as refusal:
            show_refusal(form, refusal)
        except WrongState as refusal:
            return _after(request, followup, warning=refusal.detail)
        else:
            put_off = _("أُجّلت متابعة %(name)s إلى %(when)s.")
            when = _moment(followup.due_date, now)
            return _after(request, followup, success=put_off % {"name": followup.customer.name, "when": when})
    return _form(request, "crm/followup_snooze.html", form, followup=followup, customer=followup.customer)


def _until(request: HttpRequest, followup: Followup, now: datetime) -> dict[str, str] | None:
    """What was asked for, as the form's two fields: a code of the menu, a moment in one text, or the fields."""
    if request.method != "POST":
        return None
    asked = request.POST.get("until", "")
    if asked in CODES:
        at = snooze_time(asked, followup.due_date, now)
        asked = at.isoformat(timespec="minutes")[:16]
    if not asked:
        return request.POST.dict()
    day, _separator, hour = asked.replace("T", " ", 1).partition(" ")
    return {"until_day": day, "until_time": hour}


@form_page
def followup_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a follow-up up, after a question on its own page."""
    followup = _load(request, pk)
    if request.method != "POST":
        return _form(request, "crm/followup_cancel.html", None, followup=followup, customer=followup.customer)
    try:
        cancel_followup(by=the_user(request), at=timezone.now(), followup_id=pk)
    except WrongState as refusal:
        return _after(request, followup, warning=refusal.detail)
    return _after(request, followup, success=_("أُلغيت المتابعة."))


def _load(request: HttpRequest, pk: int) -> Followup:
    rows = Followup.objects.live().select_related("customer", "owner")
    followup: Followup = visible_or_404(rows, the_user(request), pk)
    return followup


def _form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """The page of a form, with 422 when it was refused."""
    context.update(form=form, next=next_url(request, ""), cancel_url=next_url(request, _home(context)))
    return render(request, template, context, status=422 if form and form.errors else 200)


def _home(context: dict[str, Any]) -> str:
    return str(context["customer"].get_absolute_url())


def _after(request: HttpRequest, followup: Followup, *, success: str = "", warning: Any = "") -> HttpResponse:
    """Say what happened, back where it was pressed; htmx follows and takes the part of that page it wants."""
    if success:
        messages.success(request, success)
    else:
        messages.warning(request, str(warning))
    return redirect(next_url(request, followup.customer.get_absolute_url()))


def _moment(at: datetime, now: datetime) -> str:
    return f"{day_name(local_date(at))} {short_date(local_date(at), local_date(now))}، {clock(at)}"
