"""Bringing a book in: a file becomes rows, rows are judged, good ones become customers (rules: Import and export).

Up to IMPORT_IN_REQUEST_ROWS rows everything happens in the request, in one transaction; a longer file is brought in by
the worker in steps (crm.imports.running), and the Import says how far it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.models import User
from core.transactions import flow
from crm.models import Import


@flow
def receive_file(*, by: User, at: datetime, file_name: str, content: bytes, owner: User | None = None) -> Import:
    """Take a file in as a draft: its format, its columns and what each of them seems to be (`mapping`).

    `owner` (absent: `by`) is whose book it is for; another's is a manager's to choose (PermissionDenied).
    Raises ValidationError at `file` for what cannot be read.
    """
    raise NotImplementedError


@flow
def run_import(
    *,
    by: User,
    at: datetime,
    import_id: int,
    mapping: Sequence[str] | None = None,
    defaults: Mapping[str, Any] | None = None,
    on_duplicate: str | None = None,
    skip_invalid: bool | None = None,
    dry_run: bool | None = None,
) -> Import:
    """Look at the rows of a file (`dry_run`) or bring them in. What is None stays as it was chosen before.

    `mapping` has a field for each column ("" for none). The answer is done for a short file, queued for a long one.
    A run that looked, that errors kept from writing, or that failed, may be run again: a failed one goes on where it
    stood. Raises Http404, WrongState for one that runs or has written, ValidationError by choice.
    """
    raise NotImplementedError


@flow
def import_file(
    *,
    by: User,
    at: datetime,
    file_name: str,
    content: bytes,
    owner: User | None = None,
    on_duplicate: str = Import.OnDuplicate.FILL,
    skip_invalid: bool = False,
    dry_run: bool = False,
) -> Import:
    """Receive a file and run it as its headers say, for doors that ask nothing. Raises as the two do, at `file`."""
    raise NotImplementedError


@flow
def correct_rows(*, by: User, at: datetime, import_id: int, cells: Mapping[int, Mapping[int, str]]) -> Import:
    """Put corrected cells (by row number, then by the column's place from 0) into a file that has not been written,
    and look again, as `run_import` with `dry_run` does. Raises Http404, WrongState, ValidationError.
    """
    raise NotImplementedError
