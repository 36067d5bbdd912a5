"""The filter panel of the customers' list: what it offers, what is on, and how to take each off again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.arabic import counted
from core.dates import short_date
from core.numbers import short_money
from core.templatetags.ui import Person
from crm.filters import CustomerFilter
from crm.models.choices import Priority, Source, Status

CODES = {"status": (Status, "status"), "priority": (Priority, ""), "source": (Source, "")}
MOST_NAMED = 2
BOUNDS = ("min_budget", "max_budget", "date_from", "date_to")
KEPT = ("search", "tab", "ordering", "import")


@dataclass(frozen=True)
class Option:
    code: str
    label: Any
    is_on: bool


@dataclass(frozen=True)
class Chip:
    """An active filter: what it says, and the address of the list without it."""

    label: Any
    value: str
    without: str


@dataclass(frozen=True)
class Bound:
    """An end of a range: its text as it was typed, and what is wrong with it."""

    name: str
    label: Any
    text: str
    errors: list[str]
    is_money: bool


class FilterPanel:
    """The filters as the page shows them. Values that could not be read keep their text and show their error."""

    def __init__(self, filters: CustomerFilter, agents: Sequence[Person], query: QueryDict, today: date) -> None:
        self.query = query
        self.form, self.owners, self.today = filters.form, agents, today
        self.form.is_valid()
        self.asked: dict[str, Any] = self.form.cleaned_data

    @property
    def errors(self) -> list[tuple[Any, str]]:
        """What is wrong, by the filter's name."""
        wrong = self.form.errors.items()
        return [(self.form.fields[name].label, str(error)) for name, found in wrong for error in found]

    @property
    def is_active(self) -> bool:
        return bool(self.chips)

    @cached_property
    def chips(self) -> list[Chip]:
        return list(self._chips())

    def _chips(self) -> Iterator[Chip]:
        for name, (codes, noun) in CODES.items():
            if chosen := self.asked.get(name):
                words = _named([codes(code).label for code in chosen], noun)
                yield Chip(self.form.fields[name].label, words, self._without(name))
        if tags := self.asked.get("tags"):
            yield Chip(_("الوسوم"), _named(tags, "tag"), self._without("tags"))
        yield from self._range(_("الميزانية"), "min_budget", "max_budget", _amount)
        yield from self._range(_("أضيف"), "date_from", "date_to", lambda day: short_date(day, self.today))
        if owner := self.asked.get("owner"):
            yield Chip(_("الوسيط"), owner.name, self._without("owner"))
        if brought := self.asked.get("import"):
            yield Chip(_("من ملف"), brought.file_name, self._without("import"))

    def _range(self, label: str, least: str, most: str, words: Any) -> Iterator[Chip]:
        start, end = self.asked.get(least), self.asked.get(most)
        said = [_("من %(value)s") % {"value": words(start)}] if start is not None else []
        said += [_("إلى %(value)s") % {"value": words(end)}] if end is not None else []
        if said:
            yield Chip(label, " ".join(said), self._without(least, most))

    def _without(self, *names: str) -> str:
        query = QueryDict(mutable=True)
        for name, values in self.query.lists():
            if name not in {*names, "page"}:
                query.setlist(name, values)
        return f"?{query.urlencode()}"

    @property
    def statuses(self) -> list[Option]:
        return self._options("status")

    @property
    def priorities(self) -> list[Option]:
        return self._options("priority")

    @property
    def sources(self) -> list[Option]:
        return self._options("source")

    def _options(self, name: str) -> list[Option]:
        chosen = set(self.form[name].value() or [])
        return [Option(code, label, code in chosen) for code, label in CODES[name][0].choices]

    @property
    def bounds(self) -> list[Bound]:
        return [self._bound(name, is_money=name.endswith("budget")) for name in BOUNDS]

    def _bound(self, name: str, *, is_money: bool) -> Bound:
        field = self.form[name]
        return Bound(name, field.label, str(field.value() or ""), [str(error) for error in field.errors], is_money)

    @property
    def owner(self) -> Person | None:
        """The agent whose customers alone are asked for."""
        return self.asked.get("owner")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the panel does not ask but keeps: the words searched for, the tab, the order, the import."""
        return [(name, text) for name in KEPT if (text := str(self.form[name].value() or ""))]

    @property
    def tags(self) -> str:
        return "، ".join(self.form["tags"].value() or [])


def _named(words: list[Any], noun: str) -> str:
    if len(words) > MOST_NAMED and noun:
        return counted(len(words), noun)
    return "، ".join(str(word) for word in words)


def _amount(value: Any) -> str:
    figure, unit = short_money(value)
    return f"{figure} {unit.removesuffix(' ريال')}".strip()
