"""The file that comes back from an import: each row, what became of it, and why (rules: Import and export)."""

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from core.exports import Column, Export, known_format, write_export
from crm.imports.columns import FIELDS
from crm.models import Import, ImportRow

CHUNK = 2000
ONLY_ERRORS, ALL_LEFT_OUT = "error", "rest"
CHOICES = {
    ONLY_ERRORS: [ImportRow.Outcome.ERROR],
    ALL_LEFT_OUT: [ImportRow.Outcome.ERROR, ImportRow.Outcome.SKIPPED],
}


def outcome_file(run: Import, *, format: str, only: str = "") -> Export:
    """The rows of an import as a file of this format (UnknownFormat); `only` those that went wrong ("error"), or all
    that were not brought in ("rest").

    Corrected, such a file is imported again as it is: its own columns come first.
    """
    columns = [*(Column(header, header) for header in run.columns), *_told()]
    return write_export(
        format=known_format(format),
        columns=columns,
        rows=_rows(run, only),
        title=_("نتيجة الاستيراد"),
        name=_("نتيجة الاستيراد %(number)s") % {"number": run.pk},
        plain_name=f"import-{run.pk}",
    )


def _told() -> list[Column]:
    words = {code: str(label) for code, label in ImportRow.Outcome.choices}
    return [
        Column("row", _t("رقم الصف في الملف"), str),
        Column("outcome", _t("النتيجة"), lambda code: words[code]),
        Column("why", _t("السبب"), said),
    ]


def said(problems: list[dict[str, Any]]) -> str:
    """Why, in one line: «الجوال: أدخل رقم جوال صحيحًا، مثال: 0501234567.»"""
    return "، ".join(_in_words(problem["field"], problem["message"]) for problem in problems)


def _in_words(field: str, message: str) -> str:
    return f"{FIELDS[field]}: {message}" if field in FIELDS else message


def _rows(run: Import, only: str) -> Iterator[tuple[Any, ...]]:
    rows = run.rows.order_by("number")
    chosen = rows.filter(outcome__in=CHOICES[only]) if only in CHOICES else rows
    told = chosen.values_list("number", "cells", "outcome", "problems")
    for number, cells, outcome, problems in told.iterator(CHUNK):
        missing = repeat("", len(run.columns) - len(cells))
        yield *cells, *missing, number, outcome, problems
