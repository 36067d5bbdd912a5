"""Whoever calls: requests over kept-alive connections, and statements straight to the database, each timed.

Runs in a process of its own, so that neither the server nor what measures it weighs on the other. No more of HTTP
than our own server speaks: a length or chunks.
"""

import itertools
import random
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import psycopg

BLOCK = 1 << 16
COUNT, COUNTED = "X-Count-Queries", "X-Queries"  # asks for the number of statements, and tells it (bench.empty)
NEW_PHONES = itertools.count(random.randrange(530_000_000, 590_000_000))  # noqa: S311  nobody else's, in any run


@dataclass(frozen=True)
class Request:
    """A request to a port of this machine. `{phone}` in its body is another one each time."""

    port: int
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def bytes(self) -> bytes:
        body = self.body.replace("{phone}", f"0{next(NEW_PHONES)}").encode()
        lines = [f"{'POST' if body else 'GET'} {self.address} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"Content-Length: {len(body)}"] if body else []
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Statements:
    """The best SQL we know for an answer: run one after the other in a transaction; `{phone}` as in Request."""

    database: str
    sql: tuple[str, ...]
    values: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    size: int
    first_byte: float  # seconds after the request was sent
    seconds: float


class Refused(Exception):
    """The server answered with something else than what is measured."""


class Connection:
    """A kept-alive connection to the server."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=600)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left = b""

    def ask(self, request: Request) -> Answer:
        """Send, and read the whole answer. Refused for any status but a success or a redirect."""
        sent = request.bytes()
        started = time.perf_counter()
        self.socket.sendall(sent)
        head = self._until(b"\r\n\r\n")
        status, headers = _read_head(head)
        first_byte = 0.0
        size = 0
        for block in self._blocks(headers):
            first_byte = first_byte or time.perf_counter() - started
            size += len(block)
        seconds = time.perf_counter() - started
        if status >= 400 or status == 302 and "/login" in headers.get("location", ""):
            raise Refused(f"{request.address}: {status}")
        return Answer(status, headers, size, first_byte or seconds, seconds)

    def _blocks(self, headers: dict[str, str]) -> Any:
        if headers.get("transfer-encoding") == "chunked":
            while size := int(self._until(b"\r\n"), 16):
                yield from self._exactly(size)
                self._until(b"\r\n")
            self._until(b"\r\n")
        else:
            yield from self._exactly(int(headers.get("content-length", 0)))

    def _until(self, end: bytes) -> bytes:
        while end not in self.left:
            self.left += self._received()
        found, self.left = self.left.split(end, 1)
        return found

    def _exactly(self, size: int) -> Any:
        """The next `size` bytes, as they come."""
        while size:
            block, self.left = self.left[:size], self.left[size:]
            if not block:
                self.left = self._received()
                continue
            size -= len(block)
            yield block

    def _received(self) -> bytes:
        block = self.socket.recv(BLOCK)
        if not block:
            raise Refused("the server closed the connection")
        return block

    def close(self) -> None:
        self.socket.close()


def _read_head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = (line.split(": ", 1) for line in lines)
    return int(first.split(" ")[1]), {name.lower(): value for name, value in headers}


def ask(request: Request) -> Answer:
    """One answer, on a connection of its own."""
    connection = Connection(request.port)
    try:
        return connection.ask(request)
    finally:
        connection.close()


def rounds(
    what: dict[str, Request | Statements], *, most: int, seconds: float, warm_up: int = 3
) -> dict[str, list[float]]:
    """Each of `what`, one after the other, again and again: how many seconds each took, by its name.

    In turns, so that a noisy moment falls on all of them. At most `most` rounds and about so many `seconds`.
    """
    acts = {name: _act(each) for name, each in what.items()}
    for _round in range(warm_up):
        for act in acts.values():
            act()
    took: dict[str, list[float]] = {name: [] for name in acts}
    ends = time.perf_counter() + seconds
    for number in range(most):
        if number >= 5 and time.perf_counter() > ends:
            break
        for name, act in acts.items():
            took[name].append(act())
    return took


def _act(what: Request | Statements) -> Callable[[], float]:
    if isinstance(what, Request):
        connection = Connection(what.port)
        return lambda: connection.ask(what).seconds
    return _statements(what)


def _statements(what: Statements) -> Callable[[], float]:
    """As Django's own connections are set up, and with statements prepared, which it does not do."""
    options = "-c jit=off -c random_page_cost=1.1 -c plan_cache_mode=force_custom_plan"
    connection = psycopg.connect(what.database, options=options, prepare_threshold=1)

    def act() -> float:
        values = {**what.values, "phone": f"+966{next(NEW_PHONES)}"}
        started = time.perf_counter()
        with connection.transaction():
            for sql in what.sql:
                cursor = connection.execute(sql, values)
                if cursor.description:
                    cursor.fetchall()
        return time.perf_counter() - started

    return act


def rate(request: Request, *, connections: int, most: int, seconds: float) -> tuple[int, float]:
    """How many answers came over so many connections at once, and in how many seconds."""
    tickets = iter(range(most))
    started = time.perf_counter()

    def ask_on(connection: Connection) -> int:
        answers = 0
        for _ticket in tickets:
            connection.ask(request)
            answers += 1
            if time.perf_counter() - started > seconds:
                break
        return answers

    opened = [Connection(request.port) for _number in range(connections)]
    with ThreadPoolExecutor(connections) as threads:
        answers = sum(threads.map(ask_on, opened))
    took = time.perf_counter() - started
    for connection in opened:
        connection.close()
    return answers, took
