"""The history page of a row in the managers' door (rules: Audit and privacy): what was when, and by whom.

It leads to the page where values are put back, for rows that have one.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from core.history import NEWEST_FIRST, Change, Door, with_what_precedes
from core.in_words import in_words

if TYPE_CHECKING:
    from core.admin.base import ManagedAdmin

ENTRIES = 50
WHAT = {"+": _("إضافة"), "~": _("تعديل"), "-": _("حذف")}


class Told(NamedTuple):
    """One field's change in words."""

    label: str
    before: str
    after: str


class Entry(NamedTuple):
    """One edit: the history row, what kind it was, by which door, and what it changed of the one before it."""

    row: Any
    what: Any
    door: Any
    changes: list[Told]

    @property
    def is_change(self) -> bool:
        """Whether there was anything before: what is added comes from nothing."""
        return bool(self.row.history_type != "+")


def history_page(model_admin: "ManagedAdmin", request: HttpRequest, object_id: str) -> HttpResponse:
    """The row's edits, newest first, with what each changed."""
    row = model_admin.get_object(request, unquote(object_id))
    if row is None or not hasattr(row, "history"):
        return redirect("admin:index")
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    rows = row.history.select_related("history_user").order_by(*NEWEST_FIRST)
    page = model_admin.get_paginator(request, rows, ENTRIES).get_page(request.GET.get("p"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("سجل التعديلات: %(row)s") % {"row": row},
        "object": row,
        "put_back_url": model_admin.put_back_url(row),
        "opts": model_admin.opts,
        "page": page,
        "entries": entries(list(page)),
    }
    return TemplateResponse(request, "admin/row_history.html", context)


def entries(rows: list[Any]) -> list[Entry]:
    """Each history row compared with the one before it; that of the last may be on the next page."""
    found = with_what_precedes(rows)
    names = _names([change for edit in found for change in edit.changes])
    return [
        Entry(
            edit.row,
            WHAT[edit.row.history_type],
            Door(edit.row.door).label,
            [_told(change, names) for change in edit.changes],
        )
        for edit in found
    ]


def _told(change: Change, names: dict[tuple[type[Model], Any], str]) -> Told:
    def words(value: Any) -> str:
        related = change.field.related_model
        return names.get((related, value), "—") if related else in_words(change.field, value)

    return Told(change.label, words(change.before), words(change.after))


def _names(changes: list[Change]) -> dict[tuple[type[Model], Any], str]:
    """What the rows that foreign keys point at are called, in one query for each model."""
    ids: dict[type[Model], set[Any]] = {}
    for change in changes:
        if change.field.related_model:
            ids.setdefault(change.field.related_model, set()).update({change.before, change.after} - {None})
    found = {model: model._base_manager.in_bulk(wanted) for model, wanted in ids.items()}
    return {(model, pk): str(row) for model, rows in found.items() for pk, row in rows.items()}
