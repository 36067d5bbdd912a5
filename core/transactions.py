"""One transaction per act, tried again when the database asks for it (product: The flows)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from core.history import acting

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 5
DEADLOCK_DETECTED, SERIALIZATION_FAILURE, UNIQUE_VIOLATION = "40P01", "40001", "23505"

_joins: ContextVar[bool] = ContextVar("joins", default=False)


class RaceLost(Exception):
    """What this transaction relied upon was changed by another that came first: run again, it sees the change."""


def is_transient(error: BaseException) -> bool:
    """Whether the same transaction may succeed when run again: after a lost race, a deadlock, a serialization failure,
    or a locked SQLite.
    """
    if not isinstance(error, OperationalError):
        return isinstance(error, RaceLost)
    return _state(error) in {DEADLOCK_DETECTED, SERIALIZATION_FAILURE} or "is locked" in str(error)


def is_taken(error: IntegrityError) -> bool:
    """Whether a unique constraint refused: another row has the value."""
    return _state(error) == UNIQUE_VIOLATION or str(error).startswith("UNIQUE constraint")


def _state(error: DatabaseError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def in_one_transaction(work: Callable[[], T]) -> T:
    """Run `work` in a transaction: all of it or none. A transient failure runs it again, with growing, jittered waits.

    Inside another transaction it is a savepoint (see `joining`), and only the outermost tries again: what failed there
    has lost the whole transaction. `work` must therefore read what it needs anew each time it is called.
    """
    if connection.in_atomic_block:
        with transaction.atomic(savepoint=not _joins.get()), _joining(False):
            return work()
    attempts = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential_jitter(multiplier=0.02, max=1, jitter=0.05),
        retry=retry_if_exception(is_transient),
        reraise=True,
    )
    for attempt in attempts:
        with attempt, transaction.atomic():
            result = work()
    return result


def joining() -> AbstractContextManager[None]:
    """Within the block, a flow joins the transaction around it without a savepoint, which costs two statements.

    For a transaction that nothing but this flow decides: when it refuses, the whole must end, so let the error out.
    Flows that the flow itself calls have their savepoints again.
    """
    return _joining(True)


@contextmanager
def _joining(joins: bool) -> Iterator[None]:
    token = _joins.set(joins)
    try:
        yield
    finally:
        _joins.reset(token)


def flow(verb: Callable[P, T]) -> Callable[P, T]:
    """Make a function a flow: keyword-only, one transaction with retries, and history that names `by`."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with acting(by=kwargs["by"]):
            return in_one_transaction(lambda: verb(*args, **kwargs))

    return run
