"""Customers in and out of the admin by files: django-import-export's doors, the product's flows behind them."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from tablib import Dataset

from core.models import ExportLog
from crm.models import Customer, Import, ImportRow, ImportTemplate
from crm.resources import CustomerResource
from notifications.models import Notification
from tests.admin.doors import address, run, said
from tests.factories import make_customer
from tests.imports import bring_in, csv_of, people

MIXED = csv_of(*people(2), ("بلا جوال", "12"))


def upload(browser, content, name="book.csv", **fields):
    data = {"import_file": "", "file": SimpleUploadedFile(name, content), "on_duplicate": "fill", **fields}
    return browser.post(address(Customer, "import"), data, follow=True)


# ---------------------------------------------------------------- in


def test_both_doors_stand_above_the_list(manager_browser):
    page = manager_browser.get(address(Customer, "changelist"))
    for door in ("import", "export"):
        assert f'href="{address(Customer, door)}' in page.text


def test_a_file_is_looked_at_first(manager_browser, teammate):
    page = upload(manager_browser, MIXED, owner=teammate.pk)
    brought = Import.objects.get()
    assert page.redirect_chain[-1][0] == address(Import, "change", brought.pk)
    assert (brought.door, brought.owner, brought.created, brought.failed) == ("admin", teammate, 2, 1)
    assert "بانتظار التأكيد" in page.text
    assert "أدخل رقم جوال صحيحًا" in page.text
    assert Customer.objects.count() == 0


def test_the_good_rows_alone_come_in_when_asked(manager_browser, manager):
    upload(manager_browser, MIXED)
    brought = Import.objects.get()
    page = manager_browser.post(
        address(Customer, "process_import"), {"import": brought.pk, "skip_invalid": "1"}, follow=True
    )
    assert "مكتمل" in page.text
    assert set(Customer.objects.values_list("owner", flat=True)) == {manager.pk}
    assert Customer.objects.count() == 2
    assert {entry.door for entry in Customer.history.all()} == {"import"}
    assert Notification.objects.filter(user=manager).count() == 1


def test_else_all_or_nothing(manager_browser):
    upload(manager_browser, MIXED)
    page = manager_browser.post(address(Customer, "process_import"), {"import": Import.objects.get().pk}, follow=True)
    assert "لم يُستورد شيء، ففي الملف صفوف فيها أخطاء." in page.text
    assert Customer.objects.count() == 0


def test_a_second_confirmation_says_why_not(manager_browser):
    upload(manager_browser, csv_of(*people(2)))
    data = {"import": Import.objects.get().pk}
    manager_browser.post(address(Customer, "process_import"), data)
    page = manager_browser.post(address(Customer, "process_import"), data, follow=True)
    assert said(page) == ["عملية الاستيراد «مكتمل»، فلا يمكن تشغيلها."]
    assert Customer.objects.count() == 2


@pytest.mark.parametrize("asked", ["", "x", "987654321", "٣"])
def test_an_unknown_import_is_absent(manager_browser, asked):
    assert manager_browser.post(address(Customer, "process_import"), {"import": asked}).status_code == 404


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 400, csv_of(("x", "y"), headers=("a", "b"))])
def test_what_cannot_be_read_is_said_at_the_field(manager_browser, content):
    page = upload(manager_browser, content)
    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert not Import.objects.exists()


def test_agents_have_no_door_here(browser):
    for door in ("import", "export", "process_import"):
        assert browser.get(address(Customer, door)).status_code == 403


# ---------------------------------------------------------------- imports as records


def test_managers_see_every_import_and_take_one_back(manager_browser, agent):
    brought = bring_in(agent, rows=2)
    page = manager_browser.get(address(Import, "changelist"))
    assert brought.file_name in page.text
    page = run(manager_browser, "revert", [brought])
    assert said(page) == ["تم التراجع عن: عملية استيراد واحدة."]
    assert Customer.objects.live().count() == 0
    assert said(run(manager_browser, "revert", [brought]))[0].startswith("«عملاء.csv»: ")


def test_rows_and_kept_mappings_can_be_read_and_not_written(manager_browser, agent, now):
    brought = bring_in(agent, rows=2)
    kept = ImportTemplate.objects.create(user=agent, name="المعرض", mapping={"جوال": "phone"}, created_at=now)
    for row in (brought, brought.rows.first(), kept):
        page = manager_browser.get(address(type(row), "change", row.pk))
        assert page.status_code == 200
        assert 'name="_save"' not in page.text
        assert manager_browser.get(address(type(row), "add")).status_code == 403
    rows = manager_browser.get(address(ImportRow, "changelist"), {"import": brought.pk})
    assert rows.context["cl"].result_count == 2
    assert "عميل ملف 1" in rows.text


# ---------------------------------------------------------------- out


def exported(browser, format, query=""):
    answer = browser.post(address(Customer, "export") + query, {"format": format})
    return answer.getvalue()


def test_the_list_as_it_is_filtered_goes_out(manager_browser, agent, teammate):
    make_customer(agent, name="فاطمة")
    make_customer(teammate, name="خالد")
    sheet = load_workbook(io.BytesIO(exported(manager_browser, "xlsx", f"?owner__id__exact={agent.pk}"))).active
    assert [row[0].value for row in sheet.rows] == ["الاسم", "فاطمة"]
    log = ExportLog.objects.get()
    assert (log.door, log.format, log.row_count) == ("admin", "xlsx", 1)
    assert log.filters == {"owner__id__exact": str(agent.pk)}


def test_no_cell_is_a_formula(manager_browser, agent):
    make_customer(agent, name="=cmd()")
    assert '"\'=cmd()"' in exported(manager_browser, "csv").decode()


def test_what_is_in_the_bin_does_not_go_out(manager_browser, customer, agent, now):
    Customer.objects.filter(pk=customer.pk).update(deleted_at=now)
    assert customer.name not in exported(manager_browser, "csv", "?bin=deleted").decode()


def test_a_manager_who_may_not_export_cannot_here_either(manager_browser, manager):
    manager.may_export = False
    manager.save()
    assert f'href="{address(Customer, "export")}' not in manager_browser.get(address(Customer, "changelist")).text
    assert manager_browser.get(address(Customer, "export")).status_code == 403
    assert manager_browser.post(address(Customer, "export"), {"format": "csv"}).status_code == 403
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("query", ["?status__exact=%FF", "?zz=1", "?owner__id__exact=x", "?created_at__gte=2026-13-01"])
@pytest.mark.filterwarnings("ignore:DateTimeField")
def test_no_query_is_an_error_page(manager_browser, customer, query):
    answer = manager_browser.post(address(Customer, "export") + query, {"format": "csv"})
    assert answer.status_code in {200, 302}


def test_an_unknown_format_is_said(manager_browser):
    assert manager_browser.post(address(Customer, "export"), {"format": "pdf"}).context["form"].errors["format"]


# ---------------------------------------------------------------- whoever uses django-import-export itself


def table(*rows):
    return Dataset(*rows, headers=("الاسم", "الجوال"))


def test_its_own_way_in_leads_through_the_flow(agent):
    looked = CustomerResource().import_data(table(*people(2)), dry_run=True, user=agent)
    assert (looked.totals["new"], Customer.objects.count()) == (2, 0)
    done = CustomerResource().import_data(table(*people(2), ("بلا", "12")), user=agent)
    assert (done.totals["invalid"], Customer.objects.count()) == (1, 0)
    CustomerResource().import_data(table(*people(2)), user=agent)
    assert Customer.history.filter(door="import").count() == 2


def test_its_own_way_out_is_logged_and_scoped(agent, customer, foreign_customer):
    out = CustomerResource().export(user=agent)
    assert out["الاسم"] == [customer.name]
    assert ExportLog.objects.get().user == agent


def test_neither_without_somebody(db):
    with pytest.raises(PermissionDenied):
        CustomerResource().import_data(table(*people(1)))
    with pytest.raises(PermissionDenied):
        CustomerResource().export()


def test_nothing_of_its_own_in_english(manager_browser, agent):
    bring_in(agent, dry_run=True)
    pages = [address(Customer, "import"), address(Customer, "export"), address(Import, "changelist")]
    for page in [*pages, reverse("admin:index")]:
        text = manager_browser.get(page).text
        for word in ("Import", "Export", "Submit", "Format", "إستيراد"):
            assert f">{word}" not in text, (page, word)
