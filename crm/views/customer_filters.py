"""The filter panel of the customers' list: what it offers, what is on, and how to take each off again."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.dates import short_date
from core.marks import Person
from core.panels import Bound, Chip, Option, Panel, amount_words, named
from crm.filters import CustomerFilter
from crm.models.choices import Priority, Source, Status

CODES: dict[str, tuple[Any, str]] = {"status": (Status, "status"), "priority": (Priority, ""), "source": (Source, "")}


class FilterPanel(Panel):
    """The filters of customers."""

    kept_names = ("search", "tab", "ordering", "import")

    def __init__(self, filters: CustomerFilter, agents: Sequence[Person], query: QueryDict, today: date) -> None:
        super().__init__(filters, query, today)
        self.owners = agents

    def _chips(self) -> Iterator[Chip]:
        for name, (codes, noun) in CODES.items():
            yield from self._chip_of_codes(name, codes, noun)
        if tags := self.asked.get("tags"):
            yield Chip(_("الوسوم"), named(tags, "tag"), self._without("tags"))
        yield from self._range(_("الميزانية"), "min_budget", "max_budget", amount_words)
        yield from self._range(_("أضيف"), "date_from", "date_to", lambda day: short_date(day, self.today))
        if owner := self.asked.get("owner"):
            yield Chip(_("الوسيط"), owner.name, self._without("owner"))
        if brought := self.asked.get("import"):
            yield Chip(_("من ملف"), brought.file_name, self._without("import"))

    @property
    def statuses(self) -> list[Option]:
        return self._options("status", Status.choices)

    @property
    def priorities(self) -> list[Option]:
        return self._options("priority", Priority.choices)

    @property
    def sources(self) -> list[Option]:
        return self._options("source", Source.choices)

    @property
    def bounds(self) -> list[Bound]:
        money = [self._bound(name, unit=_("ريال")) for name in ("min_budget", "max_budget")]
        return [*money, *(self._bound(name, is_day=True) for name in ("date_from", "date_to"))]

    @property
    def owner(self) -> Person | None:
        """The agent whose customers alone are asked for."""
        return self.asked.get("owner")

    @property
    def tags(self) -> str:
        return "، ".join(self.form["tags"].value() or []) if "tags" in self.query else ""
