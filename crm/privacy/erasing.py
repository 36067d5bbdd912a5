"""Where a person's words stand, and how each place is blanked (product: flow 7, erased).

What somebody typed goes: names, phones, e-mails, notes, tags, places. Codes, sums and times stay.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl
from zipfile import BadZipFile, ZipFile

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core.arabic import search_key
from core.models import ExportLog, IdempotencyKey
from core.phones import InvalidPhone, normalize_phone
from crm.imports.files import file_of
from crm.models import Customer, Followup, Import, ImportRow, Interaction, Merge, SavedView
from crm.privacy.person import Person
from crm.search import search_text

TYPED: dict[str, Any] = {
    **dict.fromkeys(("name", "phone", "whatsapp", "email", "city", "notes"), ""),
    **dict.fromkeys(("districts", "tags"), []),
}
BLANK_INTERACTION: dict[str, Any] = {"notes": ""}
STEP = 500
LARGEST_PART = 50_000_000  # bytes of one sheet of a file that waits to be imported


def blank_records(records: Iterable[Customer], *, at: datetime) -> None:
    """Blank these rows, which the flow holds locked, and all their history; each ends its history as it is now."""
    for record in records:
        for column, nothing in TYPED.items():
            setattr(record, column, nothing)
        record.name_key, record.search_text = search_key(""), search_text(name_key="", phone="", whatsapp="", email="")
        record.shares_phone = False
        record.erased_at, record.deleted_at = at, record.deleted_at or at
        Customer.history.filter(id=record.pk).update(**TYPED)
        record.record_edit(at)


def blank_followup() -> dict[str, Any]:
    """A follow-up has a title, if it be this one (followup_titled)."""
    return {"title": _("محذوف"), "description": ""}


def blank_rows(person: Person) -> None:
    """What was noted of each contact, and promised for the next; who did what, and when, stays."""
    # A row first, then its history: whoever holds the row has written both when it lets go.
    for model, blank in ((Interaction, BLANK_INTERACTION), (Followup, blank_followup())):
        rows = model.objects.filter(customer__in=person.ids)
        rows.update(**blank)
        model.history.filter(id__in=rows.values("pk")).update(**blank)


def blank_merges(person: Person) -> None:
    """The journals, and what another record was while this person was part of it."""
    merges = Merge.objects.filter(Q(survivor__in=person.ids) | Q(absorbed__in=person.ids))
    for merge in merges.filter(undone_at__isnull=False):
        other = {merge.survivor_id, merge.absorbed_id} - person.ids
        between = {"history_date__gte": merge.merged_at, "history_date__lt": merge.undone_at}
        Customer.history.filter(id__in=other, **between).update(**TYPED)
    merges.update(fields_before={}, fields_after={})


def forget_answers(person: Person) -> None:
    """Answers that are kept for retries and tell of the person."""
    kept = IdempotencyKey.objects.annotate(text=Cast("answer", TextField()))
    may_tell = Q()
    for needle in person.needles:
        may_tell |= Q(text__contains=needle)
    told = [key.pk for key in kept.filter(may_tell).iterator(STEP) if person.is_told_in(_read(key.answer))]
    IdempotencyKey.objects.filter(pk__in=told).delete()


def forget_searches(person: Person) -> None:
    """Searches for the person: views saved of them, and the words of them in the log of exports, which stays."""
    named = [view.pk for view in SavedView.objects.iterator(STEP) if _view_names(view, person)]
    SavedView.objects.filter(pk__in=named).delete()
    for log in ExportLog.objects.filter(filters__has_key="search").iterator(STEP):
        if person.is_told_in(log.filters):
            hidden = {name: _("محذوف") if person.is_told_in(said) else said for name, said in log.filters.items()}
            ExportLog.objects.filter(pk=log.pk).update(filters=hidden)


def blank_imports(person: Person) -> None:
    """The files that brought the person in: its rows, their names, and whole those that nobody has read yet."""
    by_people = Q(owner__in=person.people) | Q(user__in=person.people)
    runs = Import.objects.filter(by_people)
    ImportRow.objects.bulk_update([_blank(row) for row in _rows_of(person, runs)], _BLANKED, batch_size=STEP)
    for run in runs.only("file_name").iterator(STEP):
        if person.is_named_in(run.file_name):
            Import.objects.filter(pk=run.pk).update(file_name=_("ملف"))
    waiting = runs.filter(status__in=(Import.Status.DRAFT, Import.Status.QUEUED), parts__number=0)
    for run in waiting.iterator(STEP):
        if any(map(person.is_reached_in, _texts(file_of(run)().read()))):
            problem = _("حُذف الملف لأن فيه بيانات عميل مُحيت. ارفعه من جديد بعد إزالتها.")
            Import.objects.filter(pk=run.pk).update(status=Import.Status.FAILED, problem=problem)
            run.parts.all().delete()


_BLANKED = ("cells", "values", "problems", "phone")


def _rows_of(person: Person, runs: Any) -> Iterator[ImportRow]:
    """The person's rows: by its phone where that was read; else by a phone or an e-mail, or by a name without any."""
    yield from ImportRow.objects.filter(run__in=runs, phone__in=person.phones)
    for row in ImportRow.objects.filter(run__in=runs, phone="").iterator(STEP):
        cells = [str(cell) for cell in row.cells]
        has_name_alone = not any(map(_is_phone, cells)) and any(map(person.is_named_in, cells))
        if has_name_alone or any(map(person.is_reached_in, cells)):
            yield row


def _is_phone(text: str) -> bool:
    try:
        return bool(normalize_phone(text))
    except InvalidPhone:
        return False


def _blank(row: ImportRow) -> ImportRow:
    row.cells, row.values, row.problems, row.phone = [""] * len(row.cells), None, [], ""
    return row


def _read(answer: Any) -> Any:
    """A kept answer as its values: pages keep these, the API its text."""
    try:
        return json.loads(answer) if isinstance(answer, str) else answer
    except ValueError:
        return answer


def _view_names(view: SavedView, person: Person) -> bool:
    return any(map(person.is_named_in, [view.name, *(value for _name, value in parse_qsl(view.query))]))


def _texts(content: bytes) -> Iterator[str]:
    """The texts of a file, near enough to find a word in them: each sheet of a workbook, the lines of any other."""
    if not content.startswith(b"PK"):
        is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        for encoding in ("utf-16",) if is_wide else ("utf-8", "cp1256"):
            yield from content.decode(encoding, "ignore").splitlines()
        return
    try:
        with ZipFile(BytesIO(content)) as archive:
            for part in archive.namelist():
                with archive.open(part) as opened:
                    yield from opened.read(LARGEST_PART).decode("utf-8", "ignore").split("<")
    except BadZipFile:
        return
