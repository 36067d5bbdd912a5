"""A customer's history as a file: who changed which field, when, from what to what."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import local_date
from core.exports import Column, Export, write_export
from core.history import Change, Door, earlier_than
from core.history import edits as paired
from core.in_words import in_words
from core.models import User
from crm.exports import log_export, refuse_who_may_not_export
from crm.history.edits import TOLD, history_rows
from crm.models import Customer

CHUNK = 200
_t = gettext_lazy
COLUMNS = [
    Column("at", _t("الوقت")),
    Column("user", _t("المستخدم")),
    Column("door", _t("الطريق")),
    Column("field", _t("الحقل")),
    Column("from", _t("قبل")),
    Column("to", _t("بعد")),
]


def export_history(*, by: User, at: datetime, customer: Customer) -> Export:
    """The customer's history as CSV, the newest first, a line for each field that changed. Logged as every export is.

    Raises PermissionDenied for a person who may not export. No name stands in the file's name.
    """
    refuse_who_may_not_export(by)
    log_export(by=by, at=at, what="history", asked={"customer_id": customer.pk}, row_count=1, format="csv")
    day = local_date(at).isoformat()
    return write_export(
        format="csv",
        columns=COLUMNS,
        rows=_lines(customer.pk),
        title=_("سجل التعديلات"),
        name=_("سجل تعديلات عميل %(day)s") % {"day": day},
        plain_name=f"customer-history-{day}",
    )


def _lines(customer_id: int) -> Iterator[tuple[Any, ...]]:
    """The lines, read in stretches: each begins with the row that the last of the stretch before is compared with."""
    people: dict[Any, str] = {}
    rows = list(history_rows(customer_id)[: CHUNK + 1])
    while rows:
        page, beyond = rows[:CHUNK], rows[CHUNK:]
        for edit in paired(page, beyond):
            who = edit.row.history_user.name if edit.row.history_user else str(Door.SYSTEM.label)
            for change in edit.changes:
                if change.name in TOLD:
                    yield (
                        edit.row.history_date,
                        who,
                        edit.row.get_door_display(),
                        change.label,
                        *_words(change, people),
                    )
        rows = list(earlier_than(page[-1]).select_related("history_user")[: CHUNK + 1]) if beyond else []


def _words(change: Change, people: dict[Any, str]) -> tuple[str, str]:
    return _word(change, change.before, people), _word(change, change.after, people)


def _word(change: Change, value: Any, people: dict[Any, str]) -> str:
    """A value in words, nothing for nothing; a person's name is looked up once."""
    if value in (None, "", []):
        return ""
    if not change.field.related_model:
        return in_words(change.field, value)
    if value not in people:
        people[value] = str(change.field.related_model._base_manager.filter(pk=value).first() or "")
    return people[value]
