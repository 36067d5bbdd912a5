"""Both writers of CSV give the same bytes: Python's, and PostgreSQL's own."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from core.exports import StoredRows
from core.exports.copying import copied_blocks
from core.exports.csv import csv_blocks
from core.exports.files import write_export
from crm.exports import customer_columns
from crm.models import Customer
from crm.models.choices import Kind, LostReason, Source
from tests.factories import make_customer

NASTY = [
    *(f"{sign}1+1" for sign in "=+-@\t\r\n＝＋－＠"),
    *("'=1", "''=1", "'", "''", "'a", "' =1", " =1", "a=1", "1", "-", "=", "0"),
    *(
        '"',
        '""',
        'قال "نعم"',
        ",",
        "؛",
        ";",
        "\\",
        "\\.",
        "\\N",
        "a\\nb",
        "NULL",
        "",
        " ",
        "%s",
        "%",
        "{}",
        "$1",
        "\x01\x02",
    ),
    *(
        "سطر\nثانٍ",
        "سطر\r\nثانٍ",
        "\rأول",
        "\n",
        "ذيل\n",
        "tab\there",
        "\u200fنص",
        "😀‍👩",
        "م" * 5000,
        "é\u0301",
        "\ufeff",
    ),
]
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def both(rows=None) -> tuple[bytes, bytes]:
    """Every customer in every column, as the two writers write them."""
    columns = customer_columns(with_owner=True)
    names = ["owner__username" if column.code == "owner" else column.code for column in columns if column.code != "id"]
    columns = [column for column in columns if column.code != "id"]
    query = (Customer.objects.order_by("id") if rows is None else rows).values_list(*names)
    told: list[int] = []
    copied = b"".join(copied_blocks(columns, StoredRows(query, told.append)))
    written = b"".join(csv_blocks(columns, StoredRows(query, told.append)))
    assert told[0] == told[1]
    return copied, written


def assert_same(rows=None) -> bytes:
    copied, written = both(rows)
    assert copied.decode().split("\n") == written.decode().split("\n")  # what differs is shown by its line
    assert copied == written
    return copied


@pytest.fixture
def customers(agent):
    return [make_customer(agent) for _number in range(len(NASTY))]


def test_texts_of_every_sort(customers):
    for customer, text in zip(customers, NASTY, strict=True):
        Customer.objects.filter(pk=customer.pk).update(
            **dict.fromkeys(("city", "email"), text[:80]), name=text[:80] or "س", notes=text, whatsapp=text[:20]
        )
    assert len(assert_same()) > 5000


def test_lists_of_texts(customers):
    for customer, text in zip(customers, NASTY, strict=True):
        lists = {"tags": [text], "districts": [text, "حطين", text, ""]}
        Customer.objects.filter(pk=customer.pk).update(**lists)
    Customer.objects.filter(pk=customers[0].pk).update(tags=[], districts=[""])
    assert_same()


@pytest.mark.parametrize(
    "amount", [None, "0", "0.00", "0.01", "0.10", "1250000.50", "1250000", "999999999999.99", "10"]
)
def test_amounts(agent, amount):
    make_customer(agent, budget=amount and Decimal(amount))
    assert_same()


@pytest.mark.parametrize(
    "at",
    [
        None,
        datetime(2026, 11, 23, 20, 59, 59, 999999, tzinfo=UTC),  # a minute before midnight in Riyadh
        datetime(2026, 11, 23, 21, 0, tzinfo=UTC),
        datetime(2026, 2, 28, 21, 0, 0, 1, tzinfo=UTC),
        datetime(1900, 1, 1, tzinfo=UTC),  # before zones: local mean time
        datetime(2200, 12, 31, 12, 30, tzinfo=UTC),
    ],
)
def test_times(agent, at):
    customer = make_customer(agent)
    Customer.objects.filter(pk=customer.pk).update(first_contact_at=at, next_followup_date=at)
    assert_same()


def test_every_code_and_none(agent):
    for code in ["", *Source.values]:
        make_customer(agent, source=code)
    for code in Kind.values:
        make_customer(agent, kind=code, consent_marketing=True)
    for code in LostReason.values:
        make_customer(agent, status="lost", lost_reason=code)
    Customer.objects.filter(kind=Kind.BUYER).update(kind="unheard", source="=1")
    assert_same()


def test_filters_orders_and_nobody(agent, teammate):
    for number in range(30):
        make_customer([agent, teammate][number % 2], name=f"100% {number}", tags=["كاش"])
    assert_same(Customer.objects.search("100%").tagged(["كاش"]).filter(owner=agent).order_by("-name_key", "id"))
    assert assert_same(Customer.objects.none()).count(b"\n") == 1


def test_long_books_leave_in_blocks(agent, monkeypatch):
    monkeypatch.setattr("core.exports.copying.BLOCK", 200)
    for _number in range(5):
        make_customer(agent, notes="م" * 150)
    columns = [column for column in customer_columns(with_owner=False) if column.code in {"name", "notes"}]
    query = Customer.objects.order_by("id").values_list("name", "notes")
    told: list[int] = []
    blocks = list(copied_blocks(columns, StoredRows(query, told.append)))
    assert (len(blocks), told) == (7, [5])


def test_who_goes_away_frees_the_connection_and_the_log_knows(agent, monkeypatch):
    monkeypatch.setattr("core.exports.copying.BLOCK", 1)
    for _number in range(5):
        make_customer(agent)
    columns = [column for column in customer_columns(with_owner=False) if column.code == "name"]
    told: list[int] = []
    rows = StoredRows(Customer.objects.values_list("name"), lambda number: told.append(Customer.objects.count()))
    blocks = copied_blocks(columns, rows)
    assert [next(blocks), next(blocks)]
    blocks.close()
    assert told == [5]  # another query ran


def test_the_office_keeps_its_own_clock(agent, settings):
    settings.TIME_ZONE = "Asia/Karachi"
    customer = make_customer(agent)
    Customer.objects.filter(pk=customer.pk).update(created_at=datetime(2026, 11, 23, 20, 0, tzinfo=UTC) + timedelta(0))
    assert "2026-11-24 01:00" in both()[0].decode()


def test_postgresql_writes_what_people_download(agent, monkeypatch):
    make_customer(agent)
    monkeypatch.setattr("core.exports.files.csv_blocks", None)
    rows = StoredRows(Customer.objects.values_list("name"), lambda number: None)
    export = write_export(
        format="csv", columns=customer_columns(with_owner=False)[:1], rows=rows, title="", name="", plain_name=""
    )
    assert connection.vendor == "postgresql"
    assert b"".join(export.blocks).count(b"\n") == 2
