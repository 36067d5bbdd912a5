"""Taking customers out of the book: the page's button (rules: Import and export)."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from core.exports import csv as csv_file
from core.models import ExportLog
from crm import exports
from crm.flows import delete_customer, edit_customer
from tests.factories import make_customer

EIGHT = ["الاسم", "الهاتف", "البريد الإلكتروني", "الحالة", "الأولوية", "المصدر", "الميزانية", "تاريخ الإضافة"]
NOON = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)  # half past midnight of the 24th in Riyadh


def export(browser, **query) -> bytes:
    answer = browser.get(reverse("customer_export"), query)
    assert answer.status_code == 200, answer
    return b"".join(answer.streaming_content)


def sheet(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def workbook(body: bytes):
    return openpyxl.load_workbook(io.BytesIO(body)).active


@pytest.fixture
def rich_customer(agent):
    """A customer with something in every field."""
    facts = {
        "name": "ريم «العنزي» & شركاؤها",
        "phone": "0521234567",
        "whatsapp": "0527654321",
        "email": "r@example.com",
    }
    facts |= {"kind": "buyer", "source": "aqar", "status": "lost", "lost_reason": "price", "priority": "high"}
    facts |= {
        "tags": ["كاش", "VIP"],
        "budget": Decimal("1250000.50"),
        "city": "الرياض",
        "districts": ["الملقا", "حطين"],
    }
    return make_customer(agent, **facts, notes='سطر، و"قول"\nثانٍ', consent_marketing=True, at=NOON)


def test_csv_starts_with_a_bom_and_the_originals_headers(browser, customer):
    body = export(browser, format="csv")
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(sheet(body)[0])[:8] == EIGHT


def test_csv_says_what_people_read(browser, rich_customer):
    row = sheet(export(browser))[0]
    assert [row[header] for header in EIGHT] == [
        "ريم «العنزي» & شركاؤها",
        "'+966521234567",
        "r@example.com",
        "خسارة",
        "مرتفعة",
        "عقار",
        "1250000.50",
        "2026-11-24 00:30",
    ]
    assert (row["واتساب"], row["النوع"], row["سبب الخسارة"]) == ("'+966527654321", "مشترٍ", "السعر مرتفع")
    assert (row["المدينة"], row["الأحياء"], row["الوسوم"]) == ("الرياض", "الملقا، حطين", "كاش، VIP")
    assert row["الملاحظات"] == 'سطر، و"قول"\nثانٍ'
    assert row["موافقة على العروض التسويقية"] == "نعم"


def test_xlsx_is_right_to_left_with_typed_cells(browser, rich_customer):
    page = workbook(export(browser, format="xlsx"))
    assert page.sheet_view.rightToLeft
    headers = [cell.value for cell in page[1]]
    row = dict(zip(headers, page[2], strict=True))
    assert headers[:8] == EIGHT
    assert (row["الهاتف"].value, row["الهاتف"].data_type) == ("+966521234567", "s")
    assert (row["الميزانية"].value, row["الميزانية"].data_type) == (1250000.5, "n")
    assert row["تاريخ الإضافة"].value == datetime(2026, 11, 24, 0, 30)  # noqa: DTZ001 (sheets know no zones)
    assert row["الملاحظات"].value == 'سطر، و"قول"\nثانٍ'


def test_excel_is_another_word_for_xlsx(browser, customer):
    assert export(browser, format="excel").startswith(b"PK")
    assert ExportLog.objects.get().format == "xlsx"


def test_json_is_an_array_of_objects_by_code(browser, rich_customer):
    [row] = json.loads(export(browser, format="json"))
    assert (row["id"], row["status"], row["budget"]) == (rich_customer.pk, "lost", "1250000.50")
    assert (row["tags"], row["created_at"]) == (["كاش", "VIP"], "2026-11-24T00:30:00+03:00")


@pytest.mark.parametrize("format_", ["csv", "xlsx", "json"])
def test_an_empty_list_is_a_whole_file(browser, format_):
    body = export(browser, format=format_)
    rows = {"csv": sheet, "json": json.loads, "xlsx": lambda body: list(workbook(body).values)[1:]}[format_](body)
    assert rows == []


def test_the_lists_filters_apply(browser, agent):
    make_customer(agent, name="فيصل", status="viewing")
    make_customer(agent, name="هند")
    assert [row["الاسم"] for row in sheet(export(browser, status="viewing"))] == ["فيصل"]
    assert [row["الاسم"] for row in sheet(export(browser, search="هنـد"))] == ["هند"]


def test_the_lists_order_applies(browser, agent):
    for name in ("هند", "أحمد", "فيصل"):
        make_customer(agent, name=name)
    assert [row["الاسم"] for row in sheet(export(browser, ordering="name"))] == ["أحمد", "فيصل", "هند"]
    assert [row["الاسم"] for row in sheet(export(browser))] == ["فيصل", "أحمد", "هند"]


def test_an_agent_takes_out_its_own_live_rows_alone(browser, agent, customer, foreign_customer, now):
    delete_customer(by=agent, at=now, customer_id=make_customer(agent, name="محذوف").pk)
    rows = sheet(export(browser))
    assert [row["الاسم"] for row in rows] == [customer.name]
    assert "الوسيط" not in rows[0]


def test_a_managers_file_says_whose_each_customer_is(manager_browser, customer, foreign_customer):
    owners = {row["الاسم"]: row["الوسيط"] for row in sheet(export(manager_browser))}
    assert owners == {customer.name: "sara", foreign_customer.name: "omar"}


def test_a_manager_may_ask_for_one_agents(manager_browser, customer, foreign_customer, agent):
    assert [row["الوسيط"] for row in sheet(export(manager_browser, owner=agent.pk))] == ["sara"]


def test_the_file_asks_to_be_saved_under_an_arabic_name(browser, customer):
    answer = browser.get(reverse("customer_export"), {"format": "csv"})
    header = answer.headers["Content-Disposition"]
    assert header.startswith('attachment; filename="customers-')
    assert unquote(header.rpartition("filename*=UTF-8''")[2]).startswith("العملاء ")


def test_every_export_is_logged(browser, agent, customer):
    make_customer(agent, status="lost", lost_reason="price")
    export(browser, format="csv", status="new", utm="x")
    log = ExportLog.objects.get()
    assert (log.user, log.what, log.format, log.row_count, log.door) == (agent, "customer", "csv", 1, "page")
    assert log.filters == {"status": "new"}


def test_the_log_stands_before_the_first_byte_leaves(browser, customer):
    browser.get(reverse("customer_export"))  # nobody reads the stream
    assert ExportLog.objects.get().row_count == 1


def test_the_log_counts_what_really_left(browser, agent, customer, now):
    answer = browser.get(reverse("customer_export"))
    delete_customer(by=agent, at=now, customer_id=customer.pk)
    assert sheet(b"".join(answer.streaming_content)) == []
    assert ExportLog.objects.get().row_count == 0


def test_who_may_not_export_is_refused_and_leaves_no_log(browser, agent, customer):
    agent.may_export = False
    agent.save()
    for query in ({}, {"format": "pdf"}, {"status": "xyz"}):
        assert browser.get(reverse("customer_export"), query).status_code == 403
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("query", [{"format": "pdf"}, {"status": "xyz"}, {"min_budget": "9", "max_budget": "1"}])
def test_what_cannot_be_understood_is_refused(browser, customer, query):
    assert browser.get(reverse("customer_export"), query).status_code == 400
    assert not ExportLog.objects.exists()


def test_an_agent_may_not_ask_for_anothers(browser, teammate, foreign_customer):
    assert browser.get(reverse("customer_export"), {"owner": teammate.pk}).status_code == 400


@pytest.mark.parametrize("start", [*"=+-@", "＝", "＋", "－", "＠"])
def test_a_name_is_never_a_formula_in_csv(browser, agent, start):
    make_customer(agent, name=f"{start}1+1")
    assert sheet(export(browser))[0]["الاسم"] == f"'{start}1+1"


def test_notes_are_never_a_formula_in_a_workbook(browser, agent):
    make_customer(agent, name="=1+1", notes='=HYPERLINK("https://example.com")', email="", city="https://example.com")
    page = workbook(export(browser, format="xlsx"))
    assert {cell.data_type for cell in page[2]} <= {"s", "n", "d"}
    assert page["A2"].value == "=1+1"
    assert not page["L2"].hyperlink


@pytest.mark.parametrize("text", ["=1", "'=1", "''@x", "'", "'name", "", "سعد", "\t=1", "-5", "'+966521234567"])
def test_taking_the_guard_off_gives_the_original(text):
    guarded = csv_file.guarded(text)
    assert csv_file.unguarded(guarded) == text
    assert guarded[:1] not in "=+-@\t\r\n" or not guarded


def test_a_long_odd_text_is_whole_in_a_workbook(browser, agent, customer, now):
    odd = "<&> \u0600 😀 " + "م" * 9000
    edit_customer(by=agent, at=now + timedelta(1), customer_id=customer.pk, version=None, facts={"notes": odd})
    page = workbook(export(browser, format="xlsx"))
    assert odd in [cell.value for cell in page[2]]


def test_the_count_of_queries_does_not_grow_with_the_rows(browser, agent, django_assert_max_num_queries):
    for _number in range(30):
        make_customer(agent)
    with django_assert_max_num_queries(10):
        export(browser)


@pytest.mark.parametrize("format_", ["csv", "xlsx", "json"])
def test_nobody_waits_while_the_file_is_written(browser, customer, monkeypatch, format_):
    depths, outside = [], len(connection.savepoint_ids)
    rows = exports._rows
    monkeypatch.setattr(
        exports, "_rows", lambda *given: (depths.append(len(connection.savepoint_ids)), rows(*given))[1]
    )
    assert export(browser, format=format_)
    assert depths == [outside]


def test_the_log_has_every_value_asked_for(browser, customer):
    browser.get(reverse("customer_export") + "?status=new&status=lost&priority=high,medium")
    assert ExportLog.objects.get().filters == {"status": "new,lost", "priority": "high,medium"}
