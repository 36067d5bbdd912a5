"""A customer's history as pages tell it: who did what to it, when, and what each field was and became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.history import Change, Door, changes_between
from core.models import User
from crm.display import Names, label, shown
from crm.merging import MERGED, SEPARATED
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
    rows = Customer.history.filter(id=customer_id).select_related("history_user")
    return rows.order_by("-history_date", "-history_id")


def read_edits(rows: Sequence[Any]) -> list[Edit]:
    """Edits of history rows given newest first. A row is compared with the next, so the oldest of several tells
    nothing of its own and is left out unless it is where the customer began.
    """
    pairs = list(zip(rows, [*rows[1:], None], strict=True))
    owners = _names(rows)
    edits = [_edit(row, before, owners) for row, before in pairs if before or row.history_type == "+"]
    return [edit for edit in edits if edit.changes or edit.deed != CHANGED]


def _edit(row: Any, before: Any, names: Names) -> Edit:
    if before is None:
        return Edit(row, ADDED, [])
    changes = [
        FieldChange(
            change.name,
            label(change.name),
            shown(change.name, change.before, names),
            shown(change.name, change.after, names),
            change.after,
        )
        for change in sorted(changes_between(row, before), key=_place)
        if change.name in TOLD
    ]
    return Edit(row, _deed(row, before), changes)


def _deed(row: Any, before: Any) -> str:
    if row.history_change_reason in (MERGED, SEPARATED):
        return str(row.history_change_reason)
    if bool(row.deleted_at) == bool(before.deleted_at):
        return CHANGED
    return DELETED if row.deleted_at else RESTORED


def _place(change: Change) -> int:
    return TOLD.index(change.name) if change.name in TOLD else len(TOLD)


def _names(rows: Iterable[Any]) -> Names:
    """The names of the owners among these rows, asked for only when the owner ever changed."""
    owners = {row.owner_id for row in rows}
    if len(owners) < 2:
        return {}
    return {person.pk: person.name for person in User.objects.filter(pk__in=owners)}
