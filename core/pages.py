"""A page of a long list: keys first, then only its rows, and no count beyond what is cheap (quality: Speed)."""

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from core.counting import MOST_COUNTED, count_up_to

PAGE_SIZE = 20


class BookPaginator(Paginator[Any]):
    """Pages of `keys` (filtered, in order); `rows` says what a shown row needs, and is read for one page only.

    The count stops at MOST_COUNTED; pages go on beyond it as long as there are rows. `counted`: the number of keys
    where it is known already, counted up to MOST_COUNTED + 1.
    """

    def __init__(self, keys: QuerySet[Any], rows: QuerySet[Any], *, counted: int | None = None) -> None:
        super().__init__(keys, PAGE_SIZE)
        self.keys, self.rows = keys, rows
        self.known = counted
        self.beyond = 0  # the last page known to exist beyond the count

    @cached_property
    def _counted(self) -> int:
        if self.known is not None:
            return self.known
        return count_up_to(MOST_COUNTED + 1, {"rows": self.keys})["rows"]

    @property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def count_is_exact(self) -> bool:
        return self._counted <= MOST_COUNTED

    @property
    def num_pages(self) -> int:
        return max(1, -(-self.count // self.per_page), self.beyond)

    def knows_count(self, number: str | None) -> bool:
        """Whether the rows need no count: it was given, or the first page is asked for and has them all."""
        if self.known is None and _read(number) == 1 and len(self._first) <= self.per_page:
            self.known = len(self._first)
        return self.known is not None

    def page_asked(self, number: str | None) -> Page[Any]:
        """The page that an address asks for; the nearest there is when it is none."""
        asked = _read(number)
        self.knows_count(number)
        if self.count_is_exact:
            asked = min(asked, self.num_pages)
        found = self._first if asked == 1 else self._slice(asked)
        if not found and asked > 1:
            asked = self.num_pages
            found = self._slice(asked)
        has_more = len(found) > self.per_page
        if not self.count_is_exact:
            self.beyond = asked + has_more
        return Page(found[: self.per_page], asked, self)

    def validate_number(self, number: Any) -> int:
        if not 1 <= int(number) <= self.num_pages:
            raise EmptyPage
        return int(number)

    @cached_property
    def _first(self) -> list[Any]:
        return self._slice(1)

    def _slice(self, number: int) -> list[Any]:
        """The page's rows, and one more to tell whether there is a next page."""
        start = (number - 1) * self.per_page
        ids = self.keys.values("pk")[start : start + self.per_page + 1]
        return list(self.rows.filter(pk__in=ids).order_by(*self.keys.query.order_by))


def _read(number: str | None) -> int:
    text = (number or "1")[:15]
    return max(1, int(text)) if text.isascii() and text.isdigit() else 1
