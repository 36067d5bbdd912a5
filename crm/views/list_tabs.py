"""The tabs above the customers' list: its own, then the person's saved views, each with how many it has where that is
cheap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet, Value
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from core.models import User
from core.numbers import format_amount
from core.owner_filter import Agent
from core.prepared import Given, Prepared
from crm.filters import TABS, in_tab
from crm.models import Customer, CustomerQuerySet, SavedView
from crm.models.choices import Priority, Status
from crm.saved import asked_for

MOST_ON_TAB = 99
# Saved views are counted where an index answers their filters alone (customer_by_status, customer_idle …): the
# number of any other could want a look at every row of the book.
COUNTED = ({"tab"}, {"status"}, {"status", "priority"})


@dataclass
class Tab:
    """`view`: the id of a saved one."""

    label: Any
    query: str
    asked: dict[str, Any]
    is_exact: bool = False
    view: int | None = None
    count: str = ""


@dataclass(frozen=True)
class Offers:
    """What the page offers beside rows: the person's saved views, and for managers the agents to choose among."""

    views: list[tuple[int, str, str]]  # id, name, query
    agents: list[Agent]


def read_offers(user: User) -> Offers:
    """Both in one query: a list's page has six."""
    rows = (_offers_to_manager if user.is_manager else _offers_to_agent)(user=user.pk)
    views = [(pk, name, query) for what, pk, name, query, _none in rows if what == "view"]
    agents = [Agent(first, last, pk, name) for what, pk, first, last, name in rows if what == "agent"]
    return Offers(sorted(views), sorted(agents))


def _views() -> QuerySet[Any, Any]:
    rows = SavedView.objects.filter(user=Given("user", BigIntegerField))
    return (
        rows.order_by().annotate(what=_text("view"), none=_text("")).values_list("what", "pk", "name", "query", "none")
    )


def _people() -> QuerySet[Any, Any]:
    return (
        User.objects.order_by()
        .annotate(what=_text("agent"))
        .values_list("what", "pk", "first_name", "last_name", "username")
    )


_offers_to_agent = Prepared(lambda: _views().query.sql_with_params())
_offers_to_manager = Prepared(lambda: _views().union(_people(), all=True).query.sql_with_params())


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())


def tabs_of(request: HttpRequest, user: User, offers: Offers) -> list[Tab]:
    """The tabs, not counted yet; `is_exact`: this address asks for what the tab does."""
    everybody = _("كل العملاء") if user.is_manager else _("كل عملائي")
    own = [("", everybody), *((f"tab={code}", label) for code, label in TABS.items())]
    here = asked_for(request.GET)
    tabs = [Tab(label, query, asked_for(QueryDict(query))) for query, label in own]
    tabs += [Tab(name, query, asked_for(QueryDict(query)), view=pk) for pk, name, query in offers.views]
    for tab in tabs:
        tab.is_exact = tab.asked == here
    return tabs


def current_tab(tabs: list[Tab], request: HttpRequest) -> Tab:
    """The tab that the page stands under: what it asks for, and failing that what it began from."""
    began = f"tab={request.GET.get('tab', '')}"
    return next((tab for tab in tabs if tab.is_exact), None) or next((t for t in tabs if t.query == began), tabs[0])


def rows_of(tabs: list[Tab], user: User) -> dict[str, QuerySet[Any]]:
    """The customers of each tab that can be counted at little cost, by its query."""
    book = Customer.objects.visible_to(user).live()
    found = {tab.query: _counted_rows(book, tab.asked) for tab in tabs}
    return {query: rows for query, rows in found.items() if rows is not None}


def _counted_rows(book: CustomerQuerySet, asked: dict[str, Any]) -> CustomerQuerySet | None:
    """What the list's filters would find, without the making of their forms: sixteen would cost more than the page."""
    if asked.keys() - {"ordering"} not in COUNTED:
        return None
    if "tab" in asked:
        return in_tab(book, asked["tab"]) if asked["tab"] in TABS else None
    statuses, priorities = asked["status"], asked.get("priority")
    if not set(statuses) <= set(Status.values) or not set(priorities or ()) <= set(Priority.values):
        return None
    rows = book.filter(status__in=statuses)
    return rows.filter(priority__in=priorities) if priorities else rows


def show_counts(tabs: list[Tab], counts: Mapping[str, int]) -> None:
    for tab in tabs:
        if tab.query in counts:
            count = counts[tab.query]
            tab.count = f"{MOST_ON_TAB}+" if count > MOST_ON_TAB else format_amount(count)
