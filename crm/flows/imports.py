"""Bringing a book in: a file becomes rows, rows are judged, good ones become customers (rules: Import and export).

Up to IMPORT_IN_REQUEST_ROWS rows everything happens in the request, in one transaction; a longer file is brought in by
the worker in steps (crm.imports.running), and the Import says how far it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from core.access import visible_or_404
from core.errors import WrongState
from core.history import acting_now
from core.models import User
from core.sheets import LONGEST_CELL
from core.text import clean_line
from core.transactions import flow
from crm import cleaning
from crm.flows.customers import chosen_owner
from crm.flows.rows import fill
from crm.imports import running
from crm.imports.columns import FIELDS, NOT_IMPORTED, recognise
from crm.imports.files import keep_file
from crm.imports.planning import WRITTEN
from crm.imports.staging import fits_a_request, sheet_of, storable
from crm.imports.templates import kept_mapping
from crm.imports.values import stored
from crm.models import Customer, Import, ImportRow
from crm.tasks import bring_in

NEEDED = ("name", "phone")  # no customer is without
LONGEST_NAME = 200
SAMPLES = 50  # rows that the recognition of columns looks at


@flow
def receive_file(
    *, by: User, at: datetime, file_name: str, content: "bytes | File[Any]", owner: User | None = None
) -> Import:
    """Take a file in as a draft: its format, its columns and what each of them seems to be (`mapping`).

    `owner` (absent: `by`) is whose book it is for; another's is a manager's to choose (PermissionDenied).
    Raises ValidationError at `file` for what cannot be read.
    """
    run = Import.objects.create(
        user=by,
        owner=chosen_owner(owner, by),
        door=acting_now().door,
        file_name=clean_line(file_name)[-LONGEST_NAME:],
        created_at=at,
    )
    keep_file(run, content)
    sheet = sheet_of(run)
    guesses = recognise(sheet.columns, sheet.first_rows(SAMPLES), for_manager=by.is_manager)
    run.format, run.columns = sheet.format, sheet.columns
    run.mapping = kept_mapping(by, sheet.columns) or [guess.field for guess in guesses]
    run.save(update_fields=["format", "columns", "mapping"])
    return run


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
    owner: User | None = None,
) -> Import:
    """Look at the rows of a file (`dry_run`) or bring them in. What is None stays as it was chosen before.

    `mapping` has a field for each column ("" for none), `owner` is as for receive_file. The answer is done for a short
    file, queued for a long one. A run that looked, that errors kept from writing, or that failed, may be run again: one
    that failed while it wrote goes on where it stood, as it was chosen. Raises Http404, WrongState for one that runs or
    has written, ValidationError by choice, or at `file` for one that breaks off.
    """
    run = _locked(import_id, by=by)
    if not run.has_begun_to_write:
        run.owner = chosen_owner(owner, run.user) if owner else run.owner
        _choose_columns(run, mapping, defaults)
        chosen = {"on_duplicate": on_duplicate, "skip_invalid": skip_invalid, "dry_run": dry_run}
        for name, value in chosen.items():
            setattr(run, name, getattr(run, name) if value is None else value)
        run.clean_fields(exclude=[field.name for field in Import._meta.fields if field.name not in chosen])
    return _start(run, at=at)


@flow
def import_file(
    *,
    by: User,
    at: datetime,
    file_name: str,
    content: "bytes | File[Any]",
    owner: User | None = None,
    on_duplicate: str = Import.OnDuplicate.FILL,
    skip_invalid: bool = False,
    dry_run: bool = False,
) -> Import:
    """Receive a file and run it as its headers say, for doors that ask nothing. Raises as the two do, at `file`."""
    run = receive_file(by=by, at=at, file_name=file_name, content=content, owner=owner)
    if _missing(run.mapping):
        raise ValidationError({"file": [_not_recognised(_missing(run.mapping))]})
    return run_import(
        by=by, at=at, import_id=run.pk, on_duplicate=on_duplicate, skip_invalid=skip_invalid, dry_run=dry_run
    )


@flow
def correct_rows(*, by: User, at: datetime, import_id: int, cells: Mapping[int, Mapping[int, str]]) -> Import:
    """Put corrected cells (by row number, then by the column's place from 0) into a file that has not been written,
    and look again, as `run_import` with `dry_run` does. Raises Http404, WrongState, ValidationError.
    """
    run = _locked(import_id, by=by)
    if run.has_begun_to_write:
        raise WrongState
    rows = list(run.rows.filter(number__in=cells))
    if len(rows) < len(cells):
        raise ValidationError(_("لا صف بهذا الرقم في الملف."))
    for row in rows:
        _correct(row, cells[row.number])
    return run_import(by=by, at=at, import_id=run.pk, dry_run=True)


def _locked(import_id: int, *, by: User) -> Import:
    """The import, locked; WrongState for one that cannot be run now."""
    run: Any = visible_or_404(Import.objects.select_related("user", "owner"), by, import_id, lock=True)
    if not run.may_run:
        message = _("عملية الاستيراد «%(status)s»، فلا يمكن تشغيلها.")
        raise WrongState(message % {"status": run.get_status_display()})
    return run


def _start(run: Import, *, at: datetime) -> Import:
    """Have the import carried out: now, when it is short, else by the worker."""
    chosen_owner(run.owner, run.user)
    run.status, run.problem, run.finished_at = Import.Status.QUEUED, "", None
    run.save(update_fields=_CHOICES)
    if fits_a_request(run):
        running.carry_out(run.pk, clock=lambda: at)
    else:
        bring_in.enqueue(import_id=run.pk)
    run.refresh_from_db()
    return run


_CHOICES = (
    *("owner", "mapping", "defaults", "on_duplicate", "skip_invalid", "dry_run"),
    *("status", "problem", "finished_at"),
)


# ---------------------------------------------------------------- columns and cells


def _choose_columns(run: Import, mapping: Sequence[str] | None, defaults: Mapping[str, Any] | None) -> None:
    """Which field each column is. What the rows were found to mean under another mapping is forgotten."""
    before = (run.mapping, run.defaults)
    run.mapping = run.mapping if mapping is None else list(mapping)
    run.defaults = run.defaults if defaults is None else _clean_defaults(defaults)
    _refuse_mapping(run)
    if before != (run.mapping, run.defaults):
        run.rows.update(outcome=ImportRow.Outcome.PENDING, values=None, phone="", problems=[])


def _clean_defaults(defaults: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for every row that does not say otherwise, cleaned as in the form. ValidationError by field."""
    facts = {name: value for name, value in defaults.items() if name in WRITTEN and name not in NEEDED}
    customer = Customer()
    fill(customer, facts, cleaning.CUSTOMER)
    return stored({name: getattr(customer, name) for name in facts if getattr(customer, name) not in (None, "", [])})


def _refuse_mapping(run: Import) -> None:
    chosen = [field for field in run.mapping if field and field not in NOT_IMPORTED]
    if len(run.mapping) != len(run.columns) or not set(chosen) <= set(FIELDS):
        raise ValidationError({"mapping": [_("المطابقة لا تناسب أعمدة الملف.")]})
    if len(chosen) != len(set(chosen)):
        raise ValidationError({"mapping": [_("اختر لكل حقل عمودًا واحدًا.")]})
    if _missing(chosen):
        raise ValidationError({"mapping": [_not_recognised(_missing(chosen))]})


def _missing(mapping: Sequence[str]) -> list[str]:
    return [field for field in NEEDED if field not in mapping]


def _not_recognised(missing: Sequence[str]) -> str:
    names = "، ".join(str(FIELDS[field]) for field in missing)
    return _("لم يُعرف في الملف عمود: %(names)s.") % {"names": names}


def _correct(row: ImportRow, cells: Mapping[int, str]) -> None:
    for place, text in cells.items():
        if not 0 <= place < len(row.cells) or len(text) > LONGEST_CELL:
            raise ValidationError(_("لا خانة كهذه في الصف."))
        row.cells[place] = storable(text).strip()
    row.outcome, row.values, row.phone, row.problems = ImportRow.Outcome.PENDING, None, "", []
    row.save()
