"""All that is known of one person, as one file for it to take along (rules: Audit and privacy)."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from core.dates import local_date, local_time
from core.exports import EXPORT_FORMATS, Export
from core.history import edits
from core.models import User
from crm import signals
from crm.exports import log_export, refuse_who_may_not_export
from crm.history.edits import history_rows
from crm.models import Customer, Followup, ImportRow, Interaction, Merge
from crm.privacy.person import Person, person_of

CHUNK = 500
KEYS_OF_SEARCH = {"name_key", "search_text"}  # made of what stands beside them
Rows = Iterable[dict[str, Any]]


def export_person(*, by: User, at: datetime, customer: Customer) -> Export:
    """Everything that the system holds on the person behind `customer`, as JSON by sections. Logged as every export is.

    Raises PermissionDenied for a person who may not export. Nothing of the person stands in the file's name.
    """
    refuse_who_may_not_export(by)
    log_export(by=by, at=at, what="person", asked={"customer_id": customer.pk}, row_count=1, format="json")
    day = local_date(at).isoformat()
    name = _("بيانات عميل %(day)s.json") % {"day": day}
    blocks = _blocks({"exported_at": _plain(at)}, _sections(customer, person_of(customer)))
    return Export(name, f"customer-data-{day}.json", EXPORT_FORMATS["json"], blocks)


def _sections(customer: Customer, person: Person) -> Iterator[tuple[str, Rows]]:
    """Each section's name and its rows; then those of every app that knows more."""
    yield "records", _rows(Customer.objects.filter(pk__in=person.ids).order_by("pk"))
    yield "interactions", _rows(Interaction.objects.filter(customer__in=person.ids).order_by("pk"))
    yield "followups", _rows(Followup.objects.filter(customer__in=person.ids).order_by("pk"))
    yield "history", _history(person)
    yield "merges", _rows(Merge.objects.filter(Q(survivor__in=person.ids) | Q(absorbed__in=person.ids)).order_by("pk"))
    yield "imported_rows", _rows(_imported(person))
    answers: Any = signals.personal_data_sought.send(Customer, customer=customer, person=person)
    for _receiver, answer in answers:
        yield from answer.items()


def _imported(person: Person) -> Any:
    """The rows of files that brought the person in, by the people of its own book: a colleague's are another book's."""
    by_people = Q(run__owner__in=person.people) | Q(run__user__in=person.people)
    return ImportRow.objects.filter(by_people, phone__in=person.phones).order_by("pk")


def _rows(rows: Any) -> Rows:
    return (_told(row) for row in rows.iterator(CHUNK))


def _told(row: Model) -> dict[str, Any]:
    """Every column of the row by its name: one that comes later is told too."""
    columns = [field for field in row._meta.concrete_fields if field.name not in KEYS_OF_SEARCH]
    return {field.name: getattr(row, field.attname) for field in columns}


def _history(person: Person) -> Rows:
    """Who changed what, when and by which door, of each of the person's records, newest first."""
    for pk in sorted(person.ids):
        for edit in edits(list(history_rows(pk))):
            user = edit.row.history_user.name if edit.row.history_user else None
            changes = [{"field": each.name, "from": each.before, "to": each.after} for each in edit.changes]
            told = {"record": pk, "at": edit.row.history_date, "user": user, "door": edit.row.door}
            yield told | {"changes": changes}


def _blocks(head: dict[str, Any], sections: Iterable[tuple[str, Rows]]) -> Iterator[bytes]:
    """One object: the head's values, then each section as a list, a row a line."""
    yield json.dumps(head, ensure_ascii=False)[:-1].encode()
    for name, rows in sections:
        yield f",\n{json.dumps(name)}: [".encode()
        before = "\n"
        for row in rows:
            yield (before + json.dumps(row, ensure_ascii=False, default=_plain)).encode()
            before = ",\n"
        yield b"]"
    yield b"}\n"


def _plain(value: Any) -> str:
    """What JSON has no form for, as the API writes it."""
    if isinstance(value, datetime):
        return local_time(value).isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
