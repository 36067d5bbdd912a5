"""Lists, all alike: a page by number, and a count that is exact while that is cheap (api: Lists)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from core.counting import MOST_COUNTED, count_up_to

LIMIT, MOST_ROWS = 20, 100
LAST_OFFSET = 2**62


@dataclass(frozen=True)
class Asked:
    """Which page, and whether to count to the end."""

    page: int
    limit: int
    count_all: bool

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit


class BookPagination:
    """`?page=2&limit=50`: a slice of keys in order, then only those rows."""

    def page(
        self, keys: QuerySet[Any], rows: QuerySet[Any], request: Request, *, filtered: bool, counted: int | None = None
    ) -> "Page":
        """The page that the request asks for: `keys` are all the rows it may show, filtered and in order.

        `counted`: how many there are, where that is kept and need not be counted. `rows` has what a row of the answer
        needs. The keys are cut first, in a subquery over an index; what is dear to read is then read for a page of
        rows only. Raises Http404 past the end.
        """
        asked = _asked(request)
        found = _slice(keys, rows, asked)
        if asked.page > 1 and not found:
            raise Http404(_("الصفحة غير موجودة"))
        known = None if counted is None else (counted, True)
        count, is_exact = known or _count(keys, exactly=asked.count_all or not filtered)
        return Page(request, asked, found[: asked.limit], found[asked.limit :], count, is_exact)

    def page_of_list(self, rows: Sequence[Any], request: Request) -> "Page":
        """The page of what is at hand already, in its order. Raises Http404 past the end."""
        asked = _asked(request)
        found = rows[asked.offset : asked.offset + asked.limit + 1]
        if asked.page > 1 and not found:
            raise Http404(_("الصفحة غير موجودة"))
        return Page(request, asked, found[: asked.limit], found[asked.limit :], len(rows), True)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For the API's description."""
        whole = {"type": "integer", "minimum": 1}
        return [
            {"name": "page", "in": "query", "schema": {**whole, "default": 1}},
            {"name": "limit", "in": "query", "schema": {**whole, "maximum": MOST_ROWS, "default": LIMIT}},
            {"name": "count", "in": "query", "schema": {"type": "string", "enum": ["exact"]}},
        ]

    def get_paginated_response_schema(self, rows: dict[str, Any]) -> dict[str, Any]:
        """For the API's description: the envelope around `rows`."""
        whole = {"type": "integer", "minimum": 0}
        url = {"type": "string", "format": "uri", "nullable": True}
        envelope = {
            "count": whole,
            "count_is_exact": {"type": "boolean"},
            "page": whole,
            "limit": whole,
            "total_pages": {**whole, "nullable": True},
            "next": url,
            "previous": url,
            "results": rows,
        }
        return {"type": "object", "properties": envelope, "required": list(envelope)}


@dataclass(frozen=True)
class Page:
    """The rows of a page; `beyond` holds the next one, if there is one."""

    request: Request
    asked: Asked
    rows: Sequence[Any]
    beyond: Sequence[Any]
    count: int
    count_is_exact: bool

    def answer(self, results: Sequence[Any]) -> Response:
        """The envelope around the rows as they are shown."""
        pages = -(-self.count // self.asked.limit) if self.count_is_exact else None
        return Response(
            {
                "count": self.count,
                "count_is_exact": self.count_is_exact,
                "page": self.asked.page,
                "limit": self.asked.limit,
                "total_pages": pages,
                "next": self._url(self.asked.page + 1) if self.beyond else None,
                "previous": self._url(self.asked.page - 1) if self.asked.page > 1 else None,
                "results": results,
            }
        )

    def _url(self, page: int) -> str:
        url = self.request.build_absolute_uri()
        return remove_query_param(url, "page") if page == 1 else replace_query_param(url, "page", page)


def _slice(keys: QuerySet[Any], rows: QuerySet[Any], asked: Asked) -> list[Any]:
    """The rows of the page, and one more to tell whether there is a next page."""
    if asked.offset > LAST_OFFSET:
        return []
    order = keys.query.order_by
    ids = keys.values("pk")[asked.offset : asked.offset + asked.limit + 1]
    return list(rows.filter(pk__in=ids).order_by(*order))


def _count(keys: QuerySet[Any], *, exactly: bool) -> tuple[int, bool]:
    """How many, and whether that is exact; not beyond MOST_COUNTED unless `exactly`."""
    if exactly:
        return keys.order_by().count(), True
    counted = count_up_to(MOST_COUNTED + 1, {"rows": keys})["rows"]
    return min(counted, MOST_COUNTED), counted <= MOST_COUNTED


def _asked(request: Request) -> Asked:
    page = _number(request, "page", 1, least=1, most=None)
    limit = _number(request, "limit", LIMIT, least=1, most=MOST_ROWS)
    count = request.query_params.get("count", "")
    if count not in {"", "exact"}:
        raise ValidationError({"count": [_("القيمة المتاحة: exact.")]})
    return Asked(page, limit, count_all=count == "exact")


def _number(request: Request, name: str, default: int, *, least: int, most: int | None) -> int:
    text = request.query_params.get(name, "").strip()
    if not text:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    if text.isascii() and text.isdigit() and len(text) >= 20 and most is None:
        number = LAST_OFFSET  # a page past every end
    if number < least or (most is not None and number > most):
        message = _("رقم من %(least)s إلى %(most)s.") if most else _("رقم من %(least)s فما فوق.")
        raise ValidationError({name: [message % {"least": least, "most": most}]})
    return number
