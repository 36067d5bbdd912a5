"""What goes out comes in again as it was, and a messy file gives what is known of it (rules: Import and export)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.exports.csv import csv_blocks
from core.exports.xlsx import xlsx_blocks
from crm import cleaning
from crm.exports import customer_columns
from crm.imports.columns import NOT_IMPORTED, recognise
from crm.imports.values import read_values
from crm.imports.words import CODED, is_nothing
from crm.models.choices import Kind, LostReason, Priority, Source, Status
from tests.crm.imports.mess import FIELDS, make_mess
from tests.imports import sheet_in

COLUMNS = customer_columns(with_owner=True)
MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TIMES = dict.fromkeys(NOT_IMPORTED, MOMENT)

ODD = [
    "=1+1",
    "+966",
    "-",
    "@",
    "'",
    "''=",
    '"',
    '""',
    ",",
    "،",
    ";",
    "\t",
    "\n",
    "سعد",
    "a<b",
    "<b>",
    "_x000D_",
    " / ",
]
pieces = st.sampled_from(ODD)
texts = st.lists(pieces | st.text(max_size=8), max_size=6).map("".join)
lines = texts.map(lambda text: cleaning.CUSTOMER["name"](text)[:50])
labels = st.lists(lines, max_size=5).map(cleaning.clean_labels)
phones = st.from_regex(r"\+9665[0-9]{8}", fullmatch=True) | st.sampled_from(["+971501234567", "+966112345678"])
customers = st.fixed_dictionaries(
    {
        "name": lines.filter(bool),
        "phone": phones,
        "whatsapp": st.just("") | st.sampled_from(["+966551234567", "+971507654321"]),
        "email": st.just("") | st.sampled_from(["a@example.com", "b+c@example.co"]),
        "status": st.sampled_from(Status.values),
        "priority": st.sampled_from(Priority.values),
        "source": st.sampled_from(["", *Source.values]),
        "kind": st.sampled_from(["", *Kind.values]),
        "lost_reason": st.sampled_from(LostReason.values),
        "budget": st.none() | st.decimals(min_value=0, max_value="999999999999.99", places=2),
        "city": lines,
        "districts": labels,
        "tags": labels,
        "notes": texts.map(cleaning.CUSTOMER["notes"]),
        "consent_marketing": st.booleans(),
        "owner": st.sampled_from(["sara", "omar"]),
    }
).map(lambda facts: facts if facts["status"] == "lost" else {**facts, "lost_reason": ""})


def written(facts: list[dict], format: str) -> bytes:
    columns = [column for column in COLUMNS if column.is_for_people]
    rows = [tuple({**TIMES, **each}[column.code] for column in columns) for each in facts]
    if format == "csv":
        return b"".join(csv_blocks(columns, rows))
    return b"".join(xlsx_blocks(columns, rows, "العملاء"))


def said(facts: dict) -> dict:
    """The facts of which a file says anything."""
    told = {field: given for field, given in facts.items() if given not in ("", None, [])}
    nothing = {
        field
        for field in ("city", "notes", "districts", "tags")
        if field in told and is_nothing(told[field] if isinstance(told[field], str) else "، ".join(told[field]))
    }
    return {field: given for field, given in told.items() if field not in nothing}


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@given(facts=st.lists(customers, min_size=1, max_size=4))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_our_own_export_reads_back_as_it_was(format_, facts):
    sheet = sheet_in(f"العملاء.{format_}", written(facts, format_))
    guesses = recognise(sheet.columns, sheet.first_rows(20), for_manager=True)
    assert {guess.certainty for guess in guesses} == {"sure"}
    mapping = [guess.field for guess in guesses]
    for (_number, cells), each in zip(sheet.rows(), facts, strict=True):
        values, problems = read_values(cells, mapping, {})
        assert problems == []
        assert values == said(each)


@pytest.mark.parametrize("field", CODED)
def test_every_label_of_an_export_reads_back(field):
    shown = next(column.shown for column in COLUMNS if column.code == field)
    for code in CODED[field].values:
        row = {"name": "سعد", "phone": "0501234567", "status": "lost", "lost_reason": "price", field: shown(code)}
        values, problems = read_values(list(row.values()), list(row), {})
        assert (values.get(field), problems) == (code, [])


FILES = [
    {"encoding": "utf-8-sig", "separator": ","},
    {"encoding": "utf-8", "separator": ";"},
    {"encoding": "utf-16", "separator": "\t"},
    {"encoding": "utf-16-le", "separator": ";"},
    {"encoding": "utf-16-be", "separator": ","},
    {"encoding": "windows-1256", "separator": ";"},
    {"encoding": "windows-1256", "separator": "\t"},
    {"format": "xlsx"},
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: " ".join(file.values()))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_messy_file_gives_what_is_known_of_each_of_its_rows(file, seed):
    mess = make_mess(seed, rows=700, **file)
    sheet = sheet_in(mess.name, mess.content)
    guesses = recognise(sheet.columns, sheet.first_rows(20), for_manager=False)
    assert [guess.field for guess in guesses] == list(FIELDS)
    for (number, cells), expected in zip(sheet.rows(), mess.rows, strict=True):
        values, problems = read_values(cells, FIELDS, {})
        assert number == expected.number
        assert {each["field"] for each in problems} == expected.wrong
        assert expected.wrong or values == expected.values


def test_a_mess_has_something_of_everything():
    mess = make_mess(rows=2000)
    assert len(mess.rows) == 2000
    assert {field for row in mess.rows for field in row.wrong} == {
        *("name", "phone", "email", "status", "budget", "lost_reason")
    }
    assert any(row.same_as for row in mess.rows)
    assert any(row.values["name"].startswith("=") for row in mess.good)
    assert any("\n" in row.values.get("notes", "") for row in mess.good)
    assert {type(row.values.get("budget")) for row in mess.good} == {Decimal, type(None)}
    assert make_mess(rows=2000).content == mess.content
