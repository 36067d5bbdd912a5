"""A person of whom every table says something, and a search for it through all of them."""

import io
import json
from datetime import timedelta
from urllib.parse import unquote_plus

import openpyxl
from django.apps import apps

from core.arabic import latin_digits
from core.history import Door
from core.models import ExportLog
from crm.flows import (
    add_followup,
    complete_followup,
    edit_customer,
    edit_followup,
    edit_interaction,
    move_customers,
    record_interaction,
)
from crm.imports.files import keep_file
from crm.models import Import, ImportRow, SavedView
from tests.factories import make_customer

NAME, OLD_NAME = "زرقاء اليمامة الخنفشارية", "زرقاء القديمة"
NOTE, TITLE = "تسكن خلف المسجد الأخضر", "موعد عند بابها الأزرق"
WORDS = (NAME, OLD_NAME, NOTE, TITLE, "zarqa@example.com", "zarqa.old@example.com", "حي القمر", "وسم لها")
DIGITS = ("521110042", "521110043", "521110044", "521110045")


def make_known(agent, teammate, manager, now, api):
    """A customer who has lived: renamed, moved there and back, met, promised, imported, searched for and posted."""
    at = now - timedelta(days=9)
    facts = {"name": OLD_NAME, "phone": "0521110042", "email": "zarqa.old@example.com", "notes": NOTE}
    row = make_customer(agent, at=at, whatsapp="0521110044", districts=["حي القمر"], city="حي القمر", **facts)
    changed = {"name": NAME, "phone": "0521110043", "email": "zarqa@example.com", "tags": ["وسم لها"]}
    edit_customer(by=agent, at=at, customer_id=row.pk, version=None, facts=changed)
    of_row = {"at": at, "customer_id": row.pk}
    spoken = record_interaction(by=agent, **of_row, facts={"type": "call", "notes": NOTE})
    edit_interaction(by=agent, at=at, interaction_id=spoken.pk, version=1, facts={"notes": f"{NOTE}، ثانية"})
    promised = {"title": TITLE, "description": NOTE, "due_date": now}
    for _number in range(2):
        followup = add_followup(by=agent, **of_row, facts=promised)
    edit_followup(by=agent, at=at, followup_id=followup.pk, version=1, facts={"title": f"{TITLE}، ثانية"})
    complete_followup(by=agent, at=at, followup_id=followup.pk, notes=NOTE)
    for taker in (teammate, agent):
        move_customers(by=manager, at=at, customer_ids=[row.pk], taker=taker)
    _posted(api, row)
    _searched(agent, manager, now)
    _imported(agent, now)
    return row


def _posted(api, row):
    """Answers of the API that a retry would be given again."""
    row.refresh_from_db()
    for number, (url, body) in enumerate(
        (
            (f"customers/{row.pk}/interactions/", {"type": "note", "notes": NOTE}),
            (f"customers/{row.pk}/followups/", {"title": TITLE, "due_date": "2030-01-01"}),
            ("customers/", {"name": "ثانية", "phone": row.phone}),  # 409, which names the first
            ("customers/", {"name": "ثالثة", "phone": "0529990000"}),
        )
    ):
        api.post(f"/api/v1/{url}", body, format="json", headers={"Idempotency-Key": f"k{number}"})


def _searched(agent, manager, now):
    for user in (agent, manager):
        for number, query in enumerate(
            ("search=%D8%B2%D8%B1%D9%82%D8%A7%D8%A1+اليمامة+الخنفشارية", "search=٠٥٢١١١٠٠٤٣&tab=idle")
        ):
            SavedView.objects.create(user=user, name=f"عرض {number}", query=query, created_at=now)
        SavedView.objects.create(user=user, name=NAME, query="tab=idle", created_at=now)
        SavedView.objects.create(user=user, name="الصامتون", query="tab=idle&search=محمد", created_at=now)
        log = {"user": user, "what": "customer", "format": "csv", "door": Door.PAGE, "created_at": now}
        ExportLog.objects.create(**log, filters={"search": NAME, "status": "new"})
        ExportLog.objects.create(**log, filters={"search": "0521110042"})
        ExportLog.objects.create(**log, filters={"search": "محمد"})


def workbook(*rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def _imported(agent, now):
    def run(**more):
        about = {"user": agent, "owner": agent, "door": Door.PAGE, "created_at": now}
        return Import.objects.create(**{**about, "format": "csv", "file_name": "أسماء.csv", **more})

    done = run(status="done", failed=1, file_name=f"{NAME}.csv")
    cells = [NAME, "٠٥٢ ١١١ ٠٠٤٣", NOTE]
    values = {"name": NAME, "phone": "+966521110043", "notes": NOTE}
    said = [{"field": "phone", "message": f"هذا الجوال مسجّل باسم {NAME}."}]
    ImportRow.objects.create(
        run=done, number=2, cells=cells, values=values, phone="+966521110043", outcome="updated", problems=said
    )
    ImportRow.objects.create(run=done, number=3, cells=[NAME, "", ""], outcome="error")
    ImportRow.objects.create(run=done, number=4, cells=["هند", "0529998877", ""], phone="+966529998877")
    waiting = run()
    ImportRow.objects.create(run=waiting, number=2, cells=["", "+966 52 111 0042", NOTE])
    ImportRow.objects.create(run=waiting, number=3, cells=[NAME, "0529998866", "سميّتها"])
    for content in (
        "الاسم;الجوال\nزرقاء;٠٥٢١١١٠٠٤٣\n".encode("cp1256", "ignore") + b"0521110043",
        f"{NAME},0521110043".encode("utf-16"),
        f"\ufeff{NAME},٠٥٢١١١٠٠٤٣".encode(),
        workbook(["الاسم", "الجوال"], [NAME, "0521110043"]),
    ):
        keep_file(run(format="xlsx" if content.startswith(b"PK") else "csv"), content)
    keep_file(run(file_name="يبقى.csv"), "هند,0529998877".encode())


def everything():
    """Every row of every table, as text: JSON decoded, bytes read in each encoding, workbooks opened."""
    for model in apps.get_models(include_auto_created=True):
        for values in model._base_manager.values():
            for column, value in values.items():
                yield model._meta.label, column, _as_text(value)


def _as_text(value):
    if isinstance(value, bytes | memoryview):
        data = bytes(value)
        if data.startswith(b"PK"):
            cells = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
            return str(list(cells))
        return " ".join(data.decode(encoding, "ignore") for encoding in ("utf-8", "utf-16", "cp1256"))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in '{["':
        try:
            return value + json.dumps(json.loads(value), ensure_ascii=False)
        except ValueError:
            return value
    return str(value)


def found():
    """The columns in which a word of the person stands."""
    places = set()
    for table, column, text in everything():
        plain = unquote_plus(text)
        digits = "".join(sign for sign in latin_digits(plain) if sign.isdigit())
        if any(word in plain for word in WORDS) or any(phone in digits for phone in DIGITS):
            places.add(f"{table}.{column}")
    return places
