"""Files of customers for the tests of imports, and what stands in the book before and after them."""

import csv
import io

from crm.flows import import_file
from crm.models import Customer, Followup, Import, Interaction

HEADERS = ("الاسم", "الجوال", "الملاحظات")


def as_csv(*rows, headers=HEADERS):
    """A CSV of these rows, in UTF-8 with the byte order mark."""
    text = io.StringIO()
    csv.writer(text).writerows([headers, *rows])
    return text.getvalue().encode("utf-8-sig")


def people(number, start=0, **of_each):
    """`number` rows for `as_csv`, no two with one phone."""
    return [(f"عميل {n}", f"052{n:07d}", f"ملاحظة {n}" if n % 3 else "") for n in range(start, start + number)]


def bring(by, now, *rows, headers=HEADERS, **choices):
    """Import these rows."""
    content = as_csv(*rows, headers=headers)
    return import_file(by=by, at=now, file_name="عملاء.csv", content=content, **choices)


def counts(run):
    return run.created, run.updated, run.skipped, run.failed


def outcomes(run):
    """(row number, outcome, the field of its first problem or None) of each row."""
    rows = run.rows.order_by("number")
    return [(row.number, row.outcome, row.problems[0]["field"] if row.problems else None) for row in rows]


def live_book():
    """Every column of every live row of the book, but what tells of the last change."""
    models, left_out = (Customer, Interaction, Followup), {"version", "updated_at"}
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in left_out}
            for row in model.objects.live().order_by("pk").values()
        ]
        for model in models
    }


def finished(run):
    """The import as the database has it, and that it ended well."""
    run = Import.objects.get(pk=run.pk)
    assert run.status == Import.Status.DONE, (run.status, run.problem)
    return run
