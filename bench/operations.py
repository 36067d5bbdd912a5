"""What is measured of the customer book, and what it must reach (quality.md's table)."""

from dataclasses import dataclass
from urllib.parse import quote

from bench import best


@dataclass(frozen=True)
class Target:
    """At most `f` × F + `u` × U; or `first` × the list's first page."""

    f: float = 0
    u: float = 0
    first: float = 0

    def __str__(self) -> str:
        if self.first:
            return f"≤ {self.first:g} × page 1"
        return "≤ " + " + ".join(f"{times:g} {unit}" for times, unit in ((self.f, "F"), (self.u, "U")) if times)


@dataclass(frozen=True)
class Door:
    """An address, whose `{…}` are the office's own (bench.fill), what it must reach, and what is posted there."""

    address: str
    target: Target
    best: tuple[str, ...]
    body: str = ""


@dataclass(frozen=True)
class Operation:
    name: str
    api: Door
    page: Door
    growth: float | None  # at most so many times what it takes among a hundredth of the rows
    queries: int

    @property
    def doors(self) -> dict[str, Door]:
        return {"API": self.api, "page": self.page}


FREQUENT = "محمد"
API, PAGES = "/api/v1/customers/", "/customers/"
NOTES = "يبحث عن فيلا في شمال الرياض"
NEW = f'{{"name": "{FREQUENT}", "phone": "{{phone}}", "priority": "high", "notes": "{NOTES}"}}'
NEW_FORM = (
    f"name={quote(FREQUENT)}&phone={{phone}}&priority=high&status=new&notes={quote(NOTES)}"
    "&owner={owner}&form_token={phone}"
)
_ASKED = "?status=new,negotiating&priority=high"
_WHERE = "AND status IN ('new', 'negotiating') AND priority = 'high'"
_OF_API, _OF_PAGE, _ONCE_MORE, _OF_FLOW = Target(u=4), Target(u=8), Target(first=1.5), Target(f=8)


def operations(later: int, creating: str) -> list[Operation]:
    """All of them. `later` is the page that is turned to (1,000 where there are as many), `creating` F's SQL."""
    return [
        _listed("list, page 1", "", "", 1.3),
        _listed("status and priority", _ASKED, _WHERE, 1.5),
        _searched("search: a frequent name", quote(FREQUENT), f"AND search_text LIKE '%%{FREQUENT}%%'", Target(3, 3)),
        _searched("search: a rare full name", "{rare}", "{words}", Target(2, 3)),
        _searched("search: a phone's digits", "{digits}", "AND search_text LIKE '%%{digits}%%'", Target(2, 3)),
        _later(later),
        _one("one customer", "customers", "customer", best.one("customer")),
        _one("one customer, 2,000 contacts", "customers", "busy", best.one("busy")),
        _one("one property, its matches", "properties", "listing", best.ONE_LISTING),
        _one("one request, its matches", "requests", "wish", best.ONE_REQUEST),
        Operation(
            "dashboard · Today",
            Door("/api/v1/dashboard/", _OF_API, best.DASHBOARD),
            Door("/", Target(u=10), best.TODAY),
            growth=1.3,
            queries=12,
        ),
        _matched("matches of a property", "properties", "listing"),
        _matched("matches of a request", "requests", "wish"),
        Operation(
            "create a customer",
            Door(API, _OF_FLOW, (creating,), NEW),
            Door(f"{PAGES}new/", _OF_FLOW, (creating,), NEW_FORM),
            growth=1.2,
            queries=12,
        ),
    ]


def _listed(name: str, asked: str, condition: str, growth: float) -> Operation:
    api = Door(API + asked, _OF_API, best.listed(condition, whole=not condition))
    return Operation(name, api, Door(PAGES + asked, _OF_PAGE, best.listed(condition)), growth, 6)


def _searched(name: str, asked: str, condition: str, target: Target) -> Operation:
    found = best.listed(condition)
    api, page = (Door(f"{address}?search={asked}", target, found) for address in (API, PAGES))
    return Operation(name, api, page, 3, 6)


def _matched(name: str, path: str, which: str) -> Operation:
    """The page shows what is recorded of it; the API looks for it now."""
    found, of_it = best.matching(which), f"{{{which}}}/"
    api = Door(f"/api/v1/{path}/{of_it}matches/", Target(f=3), found)
    return Operation(name, api, Door(f"/{path}/{of_it}", Target(f=3), found), 3, 6)


def _later(page: int) -> Operation:
    found = best.listed(page=page, whole=True)
    api, shown = (Door(f"{address}?page={page}", _ONCE_MORE, found) for address in (API, PAGES))
    return Operation(f"list, page {page:,}", api, shown, None, 6)


def _one(name: str, path: str, which: str, found: tuple[str, ...]) -> Operation:
    of_it = f"/{path}/{{{which}}}/"
    return Operation(name, Door(f"/api/v1{of_it}", _OF_API, found), Door(of_it, _OF_PAGE, found), 1.2, 8)
