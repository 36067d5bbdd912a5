"""A customer's history as pages tell it: who did what to it, when, and what each field was and became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import Lag
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import history
from core.history import NEWEST_FIRST, Change, Door
from core.integrity import Differs
from core.models import User
from crm.display import Names, label, shown
from crm.history.earlier import FACTS, OWNER
from crm.merging.values import MERGED, SEPARATED
from crm.models import Customer

# What a person reads as a change; the rest of a history row is bookkeeping (version, who consented how).
TOLD = (
    *("name", "phone", "whatsapp", "email", "kind", "source", "status", "lost_reason", "priority", "tags"),
    *("budget", "city", "districts", "notes", "consent_marketing", "shares_phone", "owner"),
)
ADDED, CHANGED, DELETED, RESTORED = "added", "changed", "deleted", "restored"
DEEDS = {
    ADDED: _("أُضيف العميل"),
    DELETED: _("نُقل العميل إلى المحذوفات"),
    RESTORED: _("استُعيد العميل"),
    MERGED: _("دُمج سجلان للعميل"),
    SEPARATED: _("فُصل السجلان اللذان دُمجا"),
}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, ready to show."""

    field: str
    label: str
    before: SafeString
    after: SafeString
    value: Any = None  # the new value itself

    @property
    def is_fact(self) -> bool:
        """Whether a person edits it, and so may put it back; the owner is a manager's to say."""
        return self.field in FACTS

    @property
    def is_owner(self) -> bool:
        return self.field == OWNER


@dataclass(frozen=True)
class Edit:
    """One history row: what was done, by whom and through which door."""

    row: Any
    deed: str
    changes: list[FieldChange]

    @property
    def at(self) -> datetime:
        return self.row.history_date

    @property
    def who(self) -> str:
        return self.row.history_user.name if self.row.history_user else str(Door.SYSTEM.label)

    @property
    def words(self) -> Any:
        return DEEDS.get(self.deed, "")

    @property
    def door(self) -> str:
        return self.row.get_door_display()


def history_rows(customer_id: int) -> Any:
    """The customer's history rows, newest first, each with its person."""
    return Customer.history.filter(id=customer_id).select_related("history_user").order_by(*NEWEST_FIRST)


def edits_of(rows: Any, fields: Iterable[str]) -> Any:
    """Those of `history_rows` that changed any of these fields of the row before, whose id is their `earlier_id`."""
    in_time: Any = {"order_by": [name.removeprefix("-") for name in NEWEST_FIRST]}
    befores = {f"_{name}_before": Window(Lag(name), **in_time) for name in fields}
    rows = rows.annotate(earlier_id=Window(Lag("history_id"), **in_time), **befores)
    changed = Q()
    for name in fields:
        changed |= Q(Differs(F(name), F(f"_{name}_before")))
    return rows.filter(changed, earlier_id__isnull=False)


def read_edits(rows: Sequence[Any]) -> list[Edit]:
    """Edits of neighbouring history rows, newest first. The oldest of several tells nothing of its own and is left
    out unless it is where the customer began.
    """
    return _told(history.edits(rows))


def read_edits_of(rows: Sequence[Any], fields: Iterable[str]) -> list[Edit]:
    """Edits of rows that `edits_of` found, with no more than these fields of each."""
    before = {row.pk: row for row in Customer.history.filter(pk__in=[row.earlier_id for row in rows])}
    edits = _told([history.Edit(row, before.get(row.earlier_id)) for row in rows])
    return [replace(edit, changes=[change for change in edit.changes if change.field in set(fields)]) for edit in edits]


def _told(edits: Iterable[history.Edit]) -> list[Edit]:
    known = [edit for edit in edits if edit.before or edit.row.history_type == "+"]
    names = _names(row for edit in known for row in (edit.row, edit.before) if row)
    found = [_in_words(edit, names) for edit in known]
    return [edit for edit in found if edit.changes or edit.deed != CHANGED]


def _in_words(edit: history.Edit, names: Names) -> Edit:
    if edit.before is None:
        return Edit(edit.row, ADDED, [])
    told = [change for change in edit.changes if change.name in TOLD]
    told.sort(key=lambda change: TOLD.index(change.name))
    return Edit(edit.row, _deed(edit.row, edit.before), [_shown(change, names) for change in told])


def _shown(change: Change, names: Names) -> FieldChange:
    before, after = (shown(change.name, value, names) for value in (change.before, change.after))
    return FieldChange(change.name, label(change.name), before, after, change.after)


def _deed(row: Any, before: Any) -> str:
    if row.history_change_reason in (MERGED, SEPARATED):
        return str(row.history_change_reason)
    if bool(row.deleted_at) == bool(before.deleted_at):
        return CHANGED
    return DELETED if row.deleted_at else RESTORED


def _names(rows: Iterable[Any]) -> Names:
    """The names of the owners among these rows, asked for only when the owner ever changed."""
    owners = {row.owner_id for row in rows}
    if len(owners) < 2:
        return {}
    return {person.pk: person.name for person in User.objects.filter(pk__in=owners)}
