"""One transaction per act, tried again when the database asks for it (product: The flows)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from core.history import acting

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 5
DEADLOCK_DETECTED, SERIALIZATION_FAILURE = "40P01", "40001"


def is_transient(error: BaseException) -> bool:
    """Whether the same transaction may succeed when run again: a deadlock, a serialization failure, a locked SQLite."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state in {DEADLOCK_DETECTED, SERIALIZATION_FAILURE} or "is locked" in str(error)


def in_one_transaction(work: Callable[[], T]) -> T:
    """Run `work` in a transaction: all of it or none. A transient failure runs it again, with growing, jittered waits.

    Inside another transaction it is a savepoint, and only the outermost tries again: what failed there has lost
    the whole transaction. `work` must therefore read what it needs anew each time it is called.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
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


def flow(verb: Callable[P, T]) -> Callable[P, T]:
    """Make a function a flow: keyword-only, one transaction with retries, and history that names `by`."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with acting(by=kwargs["by"]):
            return in_one_transaction(lambda: verb(*args, **kwargs))

    return run
