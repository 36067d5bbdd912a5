"""When two people edited one row: what each of them wrote, and what it was (design: edit conflict)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.safestring import SafeString

from core.models import OwnedModel

MINE, SAVED = "mine", "saved"
Label = Callable[[str], str]
Shown = Callable[[str, Any], SafeString]


@dataclass(frozen=True)
class Pick:
    """A field on which the typed and the saved value differ, and which of the two is offered first."""

    field: str
    label: str
    mine: SafeString
    saved: SafeString
    was: SafeString | None
    chosen: str


@dataclass(frozen=True)
class EditConflict:
    """What a person has to choose between, and who saved meanwhile."""

    picks: list[Pick]
    same: list[str]
    saved_fields: int
    saved_by: list[str] = field(default_factory=list)
    saved_at: datetime | None = None
    seen_at: datetime | None = None


def edit_conflict(
    current: OwnedModel, typed: Mapping[str, Any], *, version: int, label: Label, shown: Shown
) -> EditConflict:
    """The conflict between `typed` (by column), meant for the row as it was at `version`, and the row as it is now."""
    history = type(current).history.filter(id=current.pk).select_related("history_user")  # type: ignore[attr-defined]
    seen = history.filter(version=version).order_by("-history_id").first()
    since = list(history.filter(version__gt=version).order_by("history_id")[:50]) if seen else []
    differing = [name for name in typed if typed[name] != _value(current, name)]
    return EditConflict(
        picks=[_pick(name, typed[name], current, seen, label, shown) for name in differing],
        same=[label(name) for name in typed if name not in differing],
        saved_fields=sum(_value(seen, name) != _value(current, name) for name in typed) if seen else 0,
        saved_by=list(dict.fromkeys(row.history_user.name for row in since if row.history_user)),
        saved_at=since[-1].history_date if since else current.updated_at,
        seen_at=seen.history_date if seen else None,
    )


def _pick(name: str, mine: Any, current: OwnedModel, seen: Model | None, label: Label, shown: Shown) -> Pick:
    was = _value(seen, name) if seen else None
    only_they_changed_it = seen is not None and mine == was
    return Pick(
        field=name,
        label=label(name),
        mine=shown(name, mine),
        saved=shown(name, _value(current, name)),
        was=shown(name, was) if seen else None,
        chosen=SAVED if only_they_changed_it else MINE,
    )


def _value(row: Model, name: str) -> Any:
    """The column's value; of a reference, its id."""
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
