"""A file's rows are put into the database with what they mean and what is to become of each; and looked at again."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from django.conf import settings

from core.bulk import another, insert_rows, update_rows
from core.sheets import Sheet, open_sheet
from crm.imports.files import file_of
from crm.imports.planning import Outcome, plan_rows
from crm.imports.values import read_values, restored, stored
from crm.models import Import, ImportRow

STEP = 2500  # rows in one transaction
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

Lines = list[tuple[int, list[str]]]


def sheet_of(run: Import) -> Sheet:
    """The import's file, opened; UnreadableFile."""
    return open_sheet(run.file_name, file_of(run))


def fits_a_request(run: Import) -> bool:
    """Whether the import is short enough to be run while its sender waits."""
    if run.total:
        return run.total <= settings.IMPORT_IN_REQUEST_ROWS
    rows = sheet_of(run).rows()
    return sum(1 for _row in islice(rows, settings.IMPORT_IN_REQUEST_ROWS + 1)) <= settings.IMPORT_IN_REQUEST_ROWS


def steps_of(run: Import, *, after: int) -> Iterator[Lines]:
    """The file's rows behind row `after`, a step at a time."""
    rows = (line for line in sheet_of(run).rows() if line[0] > after)
    while step := list(islice(rows, STEP)):
        yield step


def stage_rows(run: Import, lines: Lines) -> None:
    """Insert the rows of one step, each read and judged. Those before them in the file are there already."""
    blank = ImportRow(run_id=run.pk)
    rows = [_read(run, _of_line(blank, number, cells)) for number, cells in lines]
    _judge(run, rows)
    insert_rows(rows, name_ids=False)


def _of_line(blank: ImportRow, number: int, cells: Sequence[str]) -> ImportRow:
    row = another(blank)
    row.number, row.cells = number, cells if _is_storable(cells) else list(map(storable, cells))
    return row


def _is_storable(cells: Sequence[str]) -> bool:
    return not _UNSTORABLE.search("".join(cells))


def look_again(run: Import, rows: Sequence[ImportRow]) -> None:
    """Judge the rows of one step anew; those whose cells or columns mean something else now are read anew first."""
    before = {row.pk: _told(row) for row in rows}
    for row in rows:
        if row.outcome == Outcome.PENDING:
            _read(run, row)
    _judge(run, rows)
    changed = [row for row in rows if _told(row) != before[row.pk]]
    update_rows(changed, ["values", "phone", "outcome", "problems"])


def _read(run: Import, row: ImportRow) -> ImportRow:
    """What the row's cells mean; a row with a problem in any of them is an error, and means nothing."""
    values, problems = read_values(row.cells, run.mapping, restored(run.defaults))
    row.problems = problems
    row.outcome = Outcome.ERROR if problems else Outcome.PENDING
    row.values = None if problems else stored(values)
    row.phone = "" if problems else values["phone"]
    return row


def storable(cell: str) -> str:
    """The cell without what no database holds in a text: NUL, lone surrogates."""
    return _UNSTORABLE.sub("", cell)


def _judge(run: Import, rows: Sequence[ImportRow]) -> None:
    good = [row for row in rows if row.values is not None]
    for row, plan in zip(good, plan_rows(run, good), strict=True):
        row.outcome, row.problems = plan.outcome, plan.problems


def _told(row: ImportRow) -> tuple[str, list[dict[str, str]]]:
    return row.outcome, row.problems
