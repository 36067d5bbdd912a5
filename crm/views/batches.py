"""What was done to many customers at once: what, to how many, when, by whom, and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.arabic import counted
from core.errors import WrongState
from core.login import the_user
from core.models import Batch, User
from core.pages import BookPaginator
from core.requests import next_url
from crm.flows.many import undo_batch
from crm.models import Import
from crm.models.choices import LostReason, Status

ICONS = {
    Batch.Kind.IMPORT: "file-up",
    Batch.Kind.REVERT: "undo-2",
    Batch.Kind.STATUS: "refresh-cw",
    Batch.Kind.TAGS: "tag",
    Batch.Kind.MOVE: "arrow-left-right",
    Batch.Kind.DELETE: "trash-2",
    Batch.Kind.FOLLOWUPS: "alarm-clock-plus",
    Batch.Kind.UNDO: "undo-2",
}


@dataclass(frozen=True)
class Line:
    """A batch ready to show."""

    batch: Batch
    icon: str
    words: str
    count: str
    can_be_undone: bool
    file: Import | None


@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """One's own acts upon many, newest first; a manager's list has everybody's."""
    by, now = the_user(request), timezone.now()
    rows = Batch.objects.visible_to(by).filter(row_count__gt=0).order_by("-created_at", "-id")
    page = BookPaginator(rows, Batch.objects.select_related("user", "undone_by")).page_asked(request.GET.get("page"))
    page.object_list = _lines(page, now)
    return render(request, "crm/batch_list.html", {"page": page, "now": now, "noun": "act"})


@require_POST
def batch_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an act upon many back, from its message or from the list."""
    try:
        undone = undo_batch(by=the_user(request), at=timezone.now(), batch_id=pk)
    except WrongState as refusal:
        messages.warning(request, str(refusal.detail))
    else:
        noun = _noun(undone.batch)
        messages.success(request, _("تم التراجع: %(count)s.") % {"count": counted(undone.count, noun)})
        if undone.left:
            left = _("بقي كما هو ما تغيّر بعد ذلك أو تعذّر رده: %(left)s.")
            messages.warning(request, left % {"left": counted(undone.left, noun)})
    return redirect(next_url(request, "batch_list"))


def _lines(page: Page[Any], now: datetime) -> list[Line]:
    batches: list[Batch] = list(page.object_list)
    files = {run.batch_id: run for run in Import.objects.filter(batch__in=batches)}
    people = _people(batches)
    return [
        Line(
            batch=batch,
            icon=ICONS[Batch.Kind(batch.kind)],
            words=in_words(batch, people),
            count=counted(batch.row_count, _noun(batch)),
            can_be_undone=batch.can_be_undone(now),
            file=files.get(batch.pk),
        )
        for batch in batches
    ]


def _people(batches: Iterable[Batch]) -> dict[int, User]:
    return User.objects.in_bulk({batch.details["taker"] for batch in batches if "taker" in batch.details})


def _noun(batch: Batch) -> str:
    about = batch.details.get("what", batch.kind)
    return "followup" if about == Batch.Kind.FOLLOWUPS else "customer"


def in_words(batch: Batch, people: dict[int, User]) -> str:
    """What a batch did: «تغيير الحالة إلى «معاينة»»."""
    said = batch.details
    if batch.kind == Batch.Kind.STATUS:
        return _("تغيير الحالة إلى «%(status)s»") % {"status": _status(said)}
    if batch.kind == Batch.Kind.TAGS:
        return _tags(said)
    if batch.kind == Batch.Kind.MOVE and said.get("taker") in people:
        return _("نقل إلى %(name)s") % {"name": people[said["taker"]].name}
    if batch.kind == Batch.Kind.UNDO and "what" in said:
        return _("تراجع عن: %(what)s") % {"what": Batch.Kind(said["what"]).label}
    return batch.get_kind_display()


def _status(said: dict[str, Any]) -> str:
    word = str(Status(said["status"]).label)
    reason = said.get("lost_reason")
    return f"{word}: {LostReason(reason).label}" if reason else word


def _tags(said: dict[str, Any]) -> str:
    parts = [(_("إضافة وسوم: %(tags)s"), said.get("added")), (_("إزالة وسوم: %(tags)s"), said.get("removed"))]
    return "؛ ".join(words % {"tags": "، ".join(tags)} for words, tags in parts if tags)
