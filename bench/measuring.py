"""Measures one operation through one door as one person: beside F, U and a hundredth of the rows, in turns."""

from concurrent.futures import Executor
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from bench import client
from bench.best import for_person
from bench.client import COUNT, COUNTED, Request, Statements
from bench.operations import Door, Operation, Target
from bench.server import Server

CONNECTIONS = 8
EMPTY = {"API": "/api/v1/bench/empty/", "page": "/bench/empty/"}
FIRST_PAGE = {"API": "/api/v1/customers/", "page": "/customers/"}
CSRF = "c" * 32


@dataclass(frozen=True)
class Office:
    """A database with its server, and what bench.fill told of it."""

    rows: int
    database: str
    server: Server
    told: dict[str, Any]


@dataclass(frozen=True)
class Effort:
    """How much is asked for a figure: rounds and seconds at one connection, requests and seconds at eight."""

    rounds: int
    seconds: float
    requests: int
    rate_seconds: float


@dataclass(frozen=True)
class Line:
    """A line of the report. Times in seconds, memory in MB."""

    name: str
    door: str
    who: str
    target: Target
    growth_target: float | None
    most_queries: int
    took: dict[str, list[float]] = field(repr=False)
    rate: float = 0
    cpu: float = 0
    memory: float = 0
    queries: int = 0

    def of(self, what: str) -> float:
        """The median of `this`, `small`, `F`, `U` or `first`."""
        return median(self.took[what]) if self.took.get(what) else 0.0

    @property
    def p95(self) -> float:
        return quantiles(self.took["this"], n=20)[-1]

    @property
    def allowed(self) -> float:
        """The most that the target allows, in this run's own F and U."""
        target = self.target
        return target.f * self.of("F") + target.u * self.of("U") + target.first * self.of("first")

    @property
    def growth(self) -> float:
        return self.of("this") / self.of("small") if self.of("small") else 0.0

    @property
    def misses(self) -> list[str]:
        """What it does not reach, in words."""
        found = []
        if self.of("this") > self.allowed:
            found.append(f"{self.of('this') / self.allowed:.2f} × what is allowed")
        if self.growth_target and self.growth > self.growth_target:
            found.append(f"growth {self.growth:.2f}")
        if self.queries > self.most_queries:
            found.append(f"{self.queries} queries")
        return found


def measure(
    operation: Operation, door: str, who: str, large: Office, small: Office, caller: Executor, effort: Effort
) -> Line:
    chosen = operation.doors[door]
    request = _request(chosen, door, who, large)
    counted = Request(request.port, request.address, {**request.headers, COUNT: "1"}, request.body)
    queries = caller.submit(client.ask, counted).result().headers.get(COUNTED.lower(), 0)
    large.server.forget_peak()
    took = caller.submit(
        client.rounds, _turns(operation, chosen, door, who, large, small), most=effort.rounds, seconds=effort.seconds
    ).result()
    before = large.server.cpu()
    answers, seconds = caller.submit(
        client.rate, request, connections=CONNECTIONS, most=effort.requests, seconds=effort.rate_seconds
    ).result()
    return Line(
        operation.name,
        door,
        who,
        chosen.target,
        operation.growth,
        operation.queries,
        took,
        rate=answers / seconds,
        cpu=(large.server.cpu() - before) / answers,
        memory=large.server.peak(),
        queries=int(queries),
    )


def _turns(
    operation: Operation, chosen: Door, door: str, who: str, large: Office, small: Office
) -> dict[str, Request | Statements]:
    request = _request(chosen, door, who, large)
    turns: dict[str, Request | Statements] = {
        "this": request,
        "U": Request(request.port, EMPTY[door], request.headers),
        "F": _best(chosen, who, large),
    }
    if operation.growth:
        turns["small"] = _request(chosen, door, who, small)
    if chosen.target.first:
        turns["first"] = Request(request.port, FIRST_PAGE[door], request.headers)
    return turns


def _request(door: Door, name: str, who: str, office: Office) -> Request:
    keys = office.told[who]
    headers = {"Authorization": f"Token {keys['token']}"}
    if name == "page":
        headers = {"Cookie": f"sessionid={keys['session']}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    if door.body:
        headers["Content-Type"] = "application/json" if name == "API" else "application/x-www-form-urlencoded"
    body = door.body.replace("{owner}", str(keys["id"]))
    return Request(office.server.port, _filled(door.address, office), headers, body)


def _best(door: Door, who: str, office: Office) -> Statements:
    own = for_person(door.best, sees_all=who == "manager")
    statements = tuple(_filled(sql, office) for sql in own)
    values = {name: value for name, value in office.told.items() if isinstance(value, int | str)}
    return Statements(office.database, statements, {**values, "owner": office.told[who]["id"]})


def _filled(text: str, office: Office) -> str:
    """The text with the office's own ids, names and numbers in place of `{…}`."""
    for name, value in office.told.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
