"""Acts upon many customers, from the list: a page that asks what has to be asked, and the act itself.

Everything is posted: which customers somebody chose, and by which filter, belongs in no address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t
from django.views.decorators.http import require_POST

from core.arabic import counted
from core.dates import tomorrow
from core.fields import show_refusal
from core.login import the_user
from core.messages import success_with_undo
from core.models import Batch, User
from core.once import TOKEN, new_token, once
from core.requests import next_url
from crm.flows.many import Outcome, Refused, add_followups, change_status_of_many, delete_many, move_many, tag_many
from crm.forms.followups import FollowupForm
from crm.forms.many import StatusForm, TagForm, TakerForm
from crm.models.choices import Status
from crm.views.selection import Selection, read_selection

MOST_TOLD = 3  # refused customers that a message names


@dataclass(frozen=True)
class Act:
    """One thing to do to many: what its page asks, the flow that does it, and what is said when it was done."""

    title: Any
    button: Any
    form: type[forms.Form]
    run: Callable[..., Outcome]  # by, at, customer_ids and the form's values
    done: Callable[[dict[str, Any], int], str]
    address: str  # the name of the act's own
    explanation: Any = ""
    is_danger: bool = False
    for_managers: bool = False


def _add_followups(*, by: User, at: datetime, customer_ids: list[int], version: None, **facts: Any) -> Outcome:
    return add_followups(by=by, at=at, customer_ids=customer_ids, facts=facts)


def _status_changed(said: dict[str, Any], count: int) -> str:
    told = {"count": counted(count, "customer", oblique=True), "status": Status(said["status"]).label}
    return _("تغيّرت حالة %(count)s إلى «%(status)s».") % told


STATUS = Act(
    title=_t("تغيير الحالة"),
    button=_t("تغيير الحالة"),
    form=StatusForm,
    run=change_status_of_many,
    done=_status_changed,
    address="many_status",
)
TAGS = Act(
    title=_t("وسم العملاء"),
    button=_t("حفظ الوسوم"),
    form=TagForm,
    run=tag_many,
    done=lambda _said, count: _("عُدّلت وسوم %(count)s.") % {"count": counted(count, "customer", oblique=True)},
    address="many_tags",
)
FOLLOWUPS = Act(
    title=_t("متابعة جماعية"),
    button=_t("إضافة المتابعات"),
    form=FollowupForm,
    run=_add_followups,
    done=lambda _said, count: _("أُضيفت %(count)s.") % {"count": counted(count, "followup")},
    address="many_followups",
    explanation=_t("تُضاف متابعة لكل عميل، ويتولاها وسيطه."),
)
OWNER = Act(
    title=_t("نقل إلى وسيط آخر"),
    button=_t("نقل"),
    form=TakerForm,
    run=move_many,
    done=lambda said, count: (
        _("نُقل إلى %(name)s: %(count)s، وأُبلغ الطرفان.")
        % {"name": said["taker"].name, "count": counted(count, "customer")}
    ),
    address="many_owner",
    explanation=_t("تنتقل معهم المتابعات القادمة، ويبقى ما سُجّل من تواصل باسم من نفّذه، ويُبلَّغ الطرفان."),
    for_managers=True,
)
DELETE = Act(
    title=_t("حذف العملاء"),
    button=_t("نقل إلى المحذوفات"),
    form=forms.Form,
    run=delete_many,
    done=lambda _said, count: _("نُقل إلى المحذوفات: %(count)s.") % {"count": counted(count, "customer")},
    address="many_delete",
    explanation=_t("تخرج سجلاتهم ومتابعاتهم من القوائم، ويمكن استعادتهم من المحذوفات."),
    is_danger=True,
)


@require_POST
def many_status_form(request: HttpRequest) -> HttpResponse:
    return _ask(request, STATUS, {"status": request.POST.get("status", "")})


@require_POST
def many_status(request: HttpRequest) -> HttpResponse:
    return _do(request, STATUS)


@require_POST
def many_tags_form(request: HttpRequest) -> HttpResponse:
    return _ask(request, TAGS, {})


@require_POST
def many_tags(request: HttpRequest) -> HttpResponse:
    return _do(request, TAGS)


@require_POST
def many_followups_form(request: HttpRequest) -> HttpResponse:
    return _ask(request, FOLLOWUPS, {"title": _("اتصال"), "due_date": tomorrow(timezone.now())})


@require_POST
def many_followups(request: HttpRequest) -> HttpResponse:
    return _do(request, FOLLOWUPS)


@require_POST
def many_owner_form(request: HttpRequest) -> HttpResponse:
    return _ask(request, OWNER, {})


@require_POST
def many_owner(request: HttpRequest) -> HttpResponse:
    return _do(request, OWNER)


@require_POST
def many_delete_form(request: HttpRequest) -> HttpResponse:
    return _ask(request, DELETE, {})


@require_POST
def many_delete(request: HttpRequest) -> HttpResponse:
    return _do(request, DELETE)


# ---------------------------------------------------------------- what the acts share


def _ask(request: HttpRequest, act: Act, initial: dict[str, Any]) -> HttpResponse:
    """The page before an act."""
    chosen = _chosen(request, act)
    return _page(request, act, chosen, act.form(initial=initial)) if chosen else none_chosen(request)


def _do(request: HttpRequest, act: Act) -> HttpResponse:
    """The act, once for one form however often it is sent; what it refused stands in the form again."""
    chosen = _chosen(request, act)
    if chosen is None:
        return none_chosen(request)
    form, by, at = act.form(request.POST), the_user(request), timezone.now()
    outcomes: list[Outcome] = []

    def run() -> int:
        outcomes.append(act.run(by=by, at=at, customer_ids=chosen.ids, **form.cleaned_data))
        batch = outcomes[-1].batch
        return batch.pk if batch else 0

    if form.is_valid():
        try:
            once(request, by=by, at=at, act=run)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            if outcomes:  # sent again, it has been told already
                _tell(request, act, outcomes[-1], form.cleaned_data)
            return redirect(back(request))
    return _page(request, act, chosen, form, status=422)


def _chosen(request: HttpRequest, act: Act) -> Selection | None:
    if act.for_managers and not the_user(request).is_manager:
        raise PermissionDenied
    return read_selection(request)


def none_chosen(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("اختر عميلًا واحدًا على الأقل."))
    return redirect(back(request))


def back(request: HttpRequest) -> str:
    return next_url(request, "customer_list")


def _page(request: HttpRequest, act: Act, chosen: Selection, form: forms.Form, status: int = 200) -> HttpResponse:
    context = {
        "act": act,
        "form": form,
        "chosen": chosen,
        "names": list(chosen.rows.values_list("name", flat=True)[:MOST_TOLD]),
        "is_too_many": len(chosen.ids) > settings.BULK_MOST,
        "most": counted(settings.BULK_MOST, "customer", oblique=True),
        "action": reverse(act.address),
        "next": back(request),
        "cancel_url": back(request),
        "token": request.POST.get(TOKEN) or new_token(),
    }
    return render(request, "crm/many.html", context, status=status)


def _tell(request: HttpRequest, act: Act, outcome: Outcome, said: dict[str, Any]) -> None:
    if outcome.batch:
        success_with_undo(request, act.done(said, outcome.count), undo_address(outcome.batch, back(request)))
    elif not outcome.refused:
        messages.info(request, _("لم يتغيّر شيء: القيمة هي نفسها عند كل المحددين."))
    if outcome.refused:
        messages.warning(request, refusals_in_words(outcome.refused))


def undo_address(batch: Batch, next_: str) -> str:
    return f"{reverse('batch_undo', args=[batch.pk])}?{urlencode({'next': next_})}"


def refusals_in_words(refused: list[Refused]) -> str:
    """«لم يشمل ذلك هند وسعد وعميلين: السبب.»"""
    names = [f"«{row.customer.name}»" for row in refused[:MOST_TOLD]]
    if len(refused) > MOST_TOLD:
        names.append(counted(len(refused) - MOST_TOLD, "customer", oblique=True))
    told = {"names": "، ".join(names), "reason": refused[0].reason}
    return _("لم يشمل ذلك %(names)s: %(reason)s") % told
