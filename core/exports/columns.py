"""What a column of an export is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

Shown = str | Decimal | datetime | None
Row = tuple[Any, ...]


def as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Column:
    """One column: `code` names it in JSON, `header` in sheets; `shown` makes what people read of the stored value.

    `is_for_people` is false for what only programs want.
    """

    code: str
    header: Any
    shown: Callable[[Any], Shown] = as_it_is
    is_for_people: bool = True
