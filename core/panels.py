"""A list's filter panel: what it offers, what is on, and how to take each off again. One of each list extends it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.arabic import counted
from core.filters import BookFilter
from core.numbers import short_money

MOST_NAMED = 2


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
    unit: Any = ""
    is_day: bool = False


class Panel:
    """The filters as the page shows them. Values that could not be read keep their text and show their error.

    What is not asked for is shown without its form's field: to make a field takes longer than to draw it.
    """

    kept_names: tuple[str, ...] = ("search", "ordering")  # what the panel does not ask but keeps

    def __init__(self, filters: BookFilter, query: QueryDict, today: date) -> None:
        self.query, self.filters, self.form, self.today = query, filters.filters, filters.form, today
        self.form.is_valid()
        self.asked: dict[str, Any] = self.form.cleaned_data

    @property
    def errors(self) -> list[tuple[Any, str]]:
        """What is wrong, by the filter's name."""
        wrong = self.form.errors.items()
        return [(self.filters[name].label, str(error)) for name, found in wrong for error in found]

    @property
    def is_active(self) -> bool:
        return bool(self.chips)

    @cached_property
    def chips(self) -> list[Chip]:
        return list(self._chips())

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [(name, text) for name in self.kept_names if (text := self.query.get(name, ""))]

    def _chips(self) -> Iterator[Chip]:
        raise NotImplementedError

    def _chip_of_codes(self, name: str, codes: Any, noun: str = "") -> Iterator[Chip]:
        if chosen := self.asked.get(name):
            words = named([codes(code).label for code in chosen], noun)
            yield Chip(self.filters[name].label, words, self._without(name))

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

    def _options(self, name: str, choices: Iterable[tuple[str, Any]]) -> list[Option]:
        chosen = set(self.form[name].value() or []) if name in self.query else set()
        return [Option(code, label, code in chosen) for code, label in choices]

    def _bound(self, name: str, *, unit: Any = "", is_day: bool = False) -> Bound:
        label = self.filters[name].label
        if name not in self.query:
            return Bound(name, label, "", [], unit, is_day)
        field = self.form[name]
        return Bound(name, label, str(field.value() or ""), [str(error) for error in field.errors], unit, is_day)


def named(words: list[Any], noun: str) -> str:
    """The words, or how many there are where they are many."""
    if len(words) > MOST_NAMED and noun:
        return counted(len(words), noun)
    return "، ".join(str(word) for word in words)


def amount_words(value: Any) -> str:
    """A sum in a chip: «1.2 مليون»."""
    figure, unit = short_money(value)
    return f"{figure} {unit.removesuffix(' ريال')}".strip()
