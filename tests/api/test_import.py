"""Bringing customers in through the API (api: customers/import, imports)."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from crm.flows import receive_file
from crm.models import Customer, Import
from tests.crm.imports.books import as_csv, people
from tests.factories import make_customer, make_interaction

ADDRESS = "/api/v1/customers/import/"


def send(api, *rows, content=None, name="عملاء.csv", headers=None, key=None, **fields):
    file = SimpleUploadedFile(
        name, as_csv(*rows, **({"headers": headers} if headers else {})) if content is None else content
    )
    more = {"headers": {"Idempotency-Key": key}} if key else {}
    return api.post(ADDRESS, {"file": file, **fields}, format="multipart", **more)


def test_a_short_file_is_brought_in_at_once(api, agent):
    answer = send(api, *people(3))
    assert answer.status_code == 200
    run = Import.objects.get()
    assert answer.json() == {
        "id": run.pk,
        "total": 3,
        "created": 3,
        "updated": 0,
        "skipped": 0,
        "errors": [],
        "outcome_url": f"http://testserver/api/v1/imports/{run.pk}/outcome/",
    }
    assert Customer.objects.filter(owner=agent).count() == 3
    assert (run.door, run.file_name, run.status) == ("api", "عملاء.csv", "done")


def test_errors_name_row_field_and_why_and_nothing_is_written(api):
    answer = send(api, ("سعد", "0521234567", ""), ("", "12", ""))
    assert answer.status_code == 200
    told = answer.json()
    assert (told["total"], told["created"], told["updated"], told["skipped"]) == (2, 0, 0, 1)
    assert {(error["row"], error["field"]) for error in told["errors"]} == {(3, "name"), (3, "phone")}
    assert all(set(error) == {"row", "field", "message"} and error["message"] for error in told["errors"])
    assert not Customer.objects.exists()


def test_the_good_rows_alone(api):
    told = send(api, ("سعد", "0521234567", ""), ("هند", "12", ""), skip_invalid="1").json()
    assert (told["created"], len(told["errors"]), Customer.objects.count()) == (1, 1, 1)


def test_a_dry_run_counts_and_writes_nothing(api):
    told = send(api, *people(3), dry_run="true").json()
    assert (told["created"], Customer.objects.count()) == (3, 0)


@pytest.mark.parametrize(
    ("policy", "city"), [(None, "الرياض"), ("fill", "الرياض"), ("overwrite", "جدة"), ("skip", "الرياض")]
)
def test_what_to_do_with_who_is_known(api, agent, policy, city):
    make_customer(agent, phone="0521234567", name="سعد", city="الرياض")
    fields = {"on_duplicate": policy} if policy else {}
    told = send(api, ("سعد", "0521234567", "جدة"), headers=("الاسم", "الجوال", "المدينة"), **fields).json()
    assert (told["updated"], told["skipped"]) == ((1, 0) if policy == "overwrite" else (0, 1))
    assert Customer.objects.get().city == city


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"dry_run": "yes"}, "dry_run"),
        ({"skip_invalid": "2"}, "skip_invalid"),
        ({"on_duplicate": "merge"}, "on_duplicate"),
        ({"file": "نص"}, "file"),
    ],
)
def test_a_wrong_choice_is_named(api, fields, wrong):
    fields = {"file": SimpleUploadedFile("x.csv", as_csv(*people(1))), **fields}
    answer = api.post(ADDRESS, fields, format="multipart")
    assert (answer.status_code, list(answer.json())) == (400, [wrong])
    assert not Import.objects.exists()


def test_empty_choices_say_nothing(api):
    assert send(api, *people(1), dry_run="", on_duplicate="", owner="", skip_invalid="").json()["created"] == 1


def test_without_a_file(api):
    answer = api.post(ADDRESS, {"dry_run": "true"}, format="multipart")
    assert (answer.status_code, list(answer.json())) == (400, ["file"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"PK\x03\x04broken",
        b"%PDF-1.7 \x00\x01",
        b"\x00" * 5000,
    ],
)
def test_what_is_no_table_is_refused_at_the_file(api, content):
    answer = send(api, content=content)
    assert (answer.status_code, list(answer.json())) == (400, ["file"])


def test_a_zip_bomb_is_refused(api):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 40_000_000)
    answer = send(api, content=packed.getvalue(), name="x.xlsx")
    assert (answer.status_code, list(answer.json())) == (400, ["file"])


def test_json_is_no_form(api):
    assert api.post(ADDRESS, {"file": "x"}, format="json").status_code == 415


def test_a_broken_form_is_a_wrong_body(api):
    answer = api.post(ADDRESS, b"--x\r\nContent-Disp", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    answer = api.post(ADDRESS, b"x", content_type="multipart/form-data")
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])


def test_a_form_with_too_many_fields_is_a_wrong_body(api):
    answer = api.post(ADDRESS, {f"f{number}": "x" for number in range(1001)}, format="multipart")
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])


def test_too_large_a_file(api, settings):
    settings.UPLOAD_MOST_BYTES = 1000
    answer = send(api, content=as_csv(*people(100)))
    assert (answer.status_code, list(answer.json())) == (413, ["detail"])
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    assert send(api, content=as_csv(*people(1000))).status_code == 413


def test_a_file_may_be_larger_than_another_body(api, settings):
    settings.IMPORT_IN_REQUEST_ROWS = 5000
    rows = [("سعد", f"052{number:07d}", "ن" * 5000) for number in range(300)]
    answer = send(api, *rows)
    assert (answer.status_code, answer.json()["created"]) == (200, 300)
    assert api.post("/api/v1/customers/", {"name": "x" * 3_000_000}).status_code == 413


# ---------------------------------------------------------------- whose


def test_a_manager_chooses_the_owner(manager_api, manager, agent, teammate):
    assert send(manager_api, *people(1), owner=agent.pk).json()["created"] == 1
    assert send(manager_api, *people(1)).json()["created"] == 1
    assert set(Customer.objects.values_list("owner", "created_by")) == {
        (agent.pk, manager.pk),
        (manager.pk, manager.pk),
    }
    teammate.is_active = False
    teammate.save()
    for owner in (teammate.pk, 10**6, "x"):
        answer = send(manager_api, *people(1), owner=owner)
        assert (answer.status_code, list(answer.json())) == (400, ["owner"])


def test_an_agents_owner_is_ignored(api, agent, teammate):
    send(api, *people(1), owner=teammate.pk)
    send(api, *people(1, 5), owner="x")
    assert {customer.owner for customer in Customer.objects.all()} == {agent}


def test_a_managers_export_comes_back_with_every_row_skipped(manager_api, agent, teammate):
    for owner in (agent, teammate):
        customer = make_customer(owner, phone="0521234567", notes="=1+1\nسطر", tags=["كاش", "جاد"], budget="1250000.50")
        make_interaction(customer)
        make_customer(owner, phone="0521234567", name="آخر بالرقم نفسه", allow_duplicate=True)
        make_customer(owner, status="lost", lost_reason="price", consent_marketing=True, districts=["النرجس"])
    before = list(Customer.objects.order_by("id").values())
    for format in ("csv", "xlsx"):
        file = b"".join(manager_api.get("/api/v1/customers/export/", {"format": format}).streaming_content)
        for policy in ("fill", "overwrite", "skip"):
            told = send(manager_api, content=file, name=f"x.{format}", on_duplicate=policy).json()
            assert (told["total"], told["skipped"], told["errors"]) == (6, 6, [])
    assert list(Customer.objects.order_by("id").values()) == before


# ---------------------------------------------------------------- long files, and what became of them


@pytest.mark.django_db(transaction=True)
def test_a_long_file_is_told_where_to_look(api):
    answer = send(api, *people(501))
    assert answer.status_code == 202
    assert set(answer.json()) == {"id", "status_url"}
    address = answer.json()["status_url"]
    told = api.get(address).json()
    assert (told["status"], told["processed"], told["created"], told["errors"]) == ("queued", 0, 0, [])
    call_command("worker", once=True)
    told = api.get(address).json()
    assert (told["status"], told["total"], told["processed"], told["created"]) == ("done", 501, 501, 501)
    assert api.post(f"{address}revert/").json()["status"] == "queued"
    call_command("worker", once=True)
    told = api.get(address).json()
    assert (told["status"], told["total"], told["created"]) == ("reverted", 501, 501)
    assert not Customer.objects.live().exists()
    gone = api.get("/api/v1/customers/", {"deleted": "true"}).json()
    assert gone["count"] == 501


def test_a_retry_brings_in_once(api):
    first, second = send(api, *people(3), key="k"), send(api, *people(3), key="k")
    assert (first.content, second.headers["Idempotency-Replayed"]) == (second.content, "true")
    assert Import.objects.count() == 1
    assert send(api, *people(4), key="k").status_code == 422


def test_revert_and_its_refusals(api):
    address = f"/api/v1/imports/{send(api, *people(3)).json()['id']}/"
    make_interaction(Customer.objects.first())
    answer = api.post(f"{address}revert/")
    assert (answer.status_code, answer.json()["code"], answer.json()["changed"]) == (409, "changed_since", 1)
    other = f"/api/v1/imports/{send(api, *people(3, 10)).json()['id']}/"
    assert api.post(f"{other}revert/").json()["status"] == "reverted"
    again = api.post(f"{other}revert/")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


def test_the_outcome_file(api):
    rows = [("سعد", "0521234567", "=1+1"), ("هند", "12", ""), ("سعد", "0521234567", "")]
    number = send(api, *rows, headers=("الاسم", "الجوال", "=cmd()"), skip_invalid="true").json()["id"]
    answer = api.get(f"/api/v1/imports/{number}/outcome/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    told = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert told[0] == ["الاسم", "الجوال", "'=cmd()", "رقم الصف في الملف", "النتيجة", "السبب"]
    assert [row[3:5] for row in told[1:]] == [["2", "جديد"], ["3", "خطأ"], ["4", "متجاهل"]]
    assert told[1][2] == "'=1+1"
    assert told[3][5] == "الجوال: الجوال مكرر في الصف 2"
    only = api.get(f"/api/v1/imports/{number}/outcome/", {"only": "error"}).getvalue().decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(only))] == ["الاسم", "هند"]
    xlsx = api.get(f"/api/v1/imports/{number}/outcome/", {"format": "excel"}).getvalue()
    assert zipfile.is_zipfile(io.BytesIO(xlsx))
    assert api.get(f"/api/v1/imports/{number}/outcome/", {"format": "pdf"}).status_code == 400


def test_the_list_and_who_sees_it(api, teammate_api, manager_api, agent, now):
    number = send(api, *people(1)).json()["id"]
    receive_file(by=agent, at=now, file_name="draft.csv", content=as_csv(*people(1)))
    assert [row["id"] for row in api.get("/api/v1/imports/").json()["results"]] == [number]
    assert [row["id"] for row in manager_api.get("/api/v1/imports/", {"status": "done"}).json()["results"]] == [number]
    assert teammate_api.get("/api/v1/imports/").json()["count"] == 0
    assert api.get("/api/v1/imports/", {"updated_since": "2099-01-01"}).json()["count"] == 0
    draft = Import.objects.get(status="draft").pk
    for address in (f"/api/v1/imports/{draft}/", f"/api/v1/imports/{draft}/outcome/"):
        answer = api.get(address)
        assert (answer.status_code, answer.json()["detail"]) == (404, "عملية الاستيراد غير موجودة")


def test_a_stranger_is_asked_who_it_is(stranger_api):
    assert send(stranger_api, *people(1)).status_code == 401
