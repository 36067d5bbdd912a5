"""Two customers side by side, as pages show them: where they differ, and what may be chosen of each field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.dates import ago, local_date, short_date
from crm.display import EMPTY, label, shown
from crm.merging.pairs import Pair
from crm.merging.values import BOTH, SURVIVOR, UNITED, UNITS, merged_values, usual_pick
from crm.models import Customer

COMPARED = ("phone", "whatsapp", "email", "city", "districts", "status", "budget")


@dataclass(frozen=True)
class Line:
    """One field of both, and whether they differ in it."""

    label: str
    first: SafeString
    second: SafeString
    differs: bool


@dataclass(frozen=True)
class PairCard:
    """A likely pair as the list of duplicates shows it."""

    pair: Pair
    lines: list[Line]


@dataclass(frozen=True)
class Option:
    """One of the values that a field may have after the merge."""

    code: str
    label: str
    value: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """A field in which the two records differ, with what may be chosen."""

    field: str
    label: str
    options: list[Option]


def pair_card(pair: Pair, now: datetime) -> PairCard:
    """The pair with what an agent tells two people apart by; fields that both leave empty are left out."""
    lines = [_line(name, pair) for name in COMPARED if getattr(pair.first, name) or getattr(pair.second, name)]
    lines.append(_told(_("أضيف"), pair, lambda row: short_date(local_date(row.created_at), local_date(now))))
    lines.append(_told(_("آخر تواصل"), pair, lambda row: _last_contact(row, now)))
    return PairCard(pair, lines)


def _line(name: str, pair: Pair) -> Line:
    one, other = getattr(pair.first, name), getattr(pair.second, name)
    return Line(label(name), shown(name, one), shown(name, other), one != other)


def _told(words: str, pair: Pair, tell: Callable[[Customer], str]) -> Line:
    """What is told in words of both; it is no difference between two people."""
    return Line(words, format_html("{}", tell(pair.first)), format_html("{}", tell(pair.second)), differs=False)


def _last_contact(row: Customer, now: datetime) -> str:
    return ago(row.last_contact_date, now) if row.first_contact_at and row.last_contact_date else _("لم يتم")


def choices(survivor: Customer, absorbed: Customer, picked: Mapping[str, str]) -> list[Choice]:
    """The fields in which the two differ; `picked` is what was chosen so far, absent: what happens unasked."""
    return [
        Choice(field, label(field), _options(field, survivor, absorbed, picked.get(field, "")))
        for field in UNITS
        if getattr(survivor, field) != getattr(absorbed, field)
    ]


def same_fields(survivor: Customer, absorbed: Customer) -> list[str]:
    """What people call the fields in which the two agree, but for those that both leave empty."""
    alike = [name for name in UNITS if getattr(survivor, name) == getattr(absorbed, name) not in ("", None, [], False)]
    return [label(name) for name in alike]


def _options(field: str, survivor: Customer, absorbed: Customer, picked: str) -> list[Option]:
    values: dict[str, Any] = {"survivor": getattr(survivor, field), "absorbed": getattr(absorbed, field)}
    words = {"survivor": _("السجل الباقي"), "absorbed": _("السجل المدموج"), BOTH: _("الاثنان معًا")}
    if field in UNITED and all(values.values()) and (united := _together(field, survivor, absorbed)):
        values[BOTH] = united
    chosen = picked or usual_pick(field, survivor, absorbed)
    if chosen not in values:
        chosen = next((code for code, value in values.items() if value), SURVIVOR)
    return [Option(code, words[code], _shown(field, value), code == chosen) for code, value in values.items()]


def _together(field: str, survivor: Customer, absorbed: Customer) -> Any:
    """Both records' values as one; None when they are more than the field takes."""
    others = {name: SURVIVOR for name in UNITED if name != field}
    try:
        return merged_values(survivor, absorbed, others)[field]
    except ValidationError:
        return None


def _shown(field: str, value: Any) -> SafeString:
    if field == "whatsapp" and not value:
        return format_html('<span class="muted">{}</span>', _("الجوال نفسه"))
    if field == "notes" and value:
        return format_html('<span dir="auto" class="pre">{}</span>', value)
    return shown(field, value) if value not in ("", None, []) else format_html('<span class="muted">{}</span>', EMPTY)
