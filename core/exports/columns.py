"""What a column of an export is, and what people read of the values that columns store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

Shown = str | Decimal | datetime | None
Row = tuple[Any, ...]
JOINER = "، "


def as_it_is(value: Any) -> Any:
    """Of a text."""
    return value


def amount(value: Decimal | None) -> Decimal | None:
    """Of a number: each format writes it as its numbers are."""
    return value


def moment(value: datetime | None) -> datetime | None:
    """Of a time: each format writes it as its times are, by the office's clock."""
    return value


def joined(labels: list[str]) -> str:
    """Of a list of texts."""
    return JOINER.join(labels)


def yes_or_no(value: bool) -> str:
    return _("نعم") if value else _("لا")


class Words:
    """Of a code: its word, or the code itself where there is none."""

    def __init__(self, choices: Any) -> None:
        self.words: Mapping[str, str] = {code: str(word) for code, word in choices}

    def __call__(self, code: str) -> str:
        return self.words.get(code, code)


@dataclass(frozen=True)
class Column:
    """One column: `code` names it in JSON, `header` in sheets; `shown` makes what people read of the stored value.

    `is_for_people` is false for what only programs want.
    """

    code: str
    header: Any
    shown: Callable[[Any], Shown] = as_it_is
    is_for_people: bool = True
