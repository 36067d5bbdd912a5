"""Whatever arrives, the answer is a 4xx that says why in Arabic, never a 500 (api: Errors)."""

import json

import pytest
from django.test.client import FakePayload

from crm.models import Customer, Interaction

CUSTOMERS = "/api/v1/customers/"
JSON = "application/json"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'name': 'x'}",
        b"[]",
        b"null",
        b'"text"',
        b"5",
        b'{"budget": NaN}',
        b'{"budget": -Infinity}',
        b'{"budget": 1e400}',
        b'{"budget": 1e99999999999999999999}',
        b'{"version": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe{\x00}\x00",
        '{"name": "س"}'.encode("windows-1256"),
        b'{"\\u0000": 1}',
        b'{"a\\ud800": {"b": "x"}}',
        b'{"name": {"deep": ["\\udfff"]}}',
        b'{"name": "\\ud83d"}',
        b'{"tags": [{"\\u0000": 1}]}',
    ],
)
def test_a_body_that_is_no_plain_object_is_400(api, body):
    answer = api.post(CUSTOMERS, body, content_type=JSON)
    assert answer.status_code == 400
    assert any("ء" <= letter <= "ي" for letter in answer.content.decode())
    assert not Customer.objects.exists()


def test_text_that_no_database_holds_is_refused_at_its_field(api):
    answer = api.post(CUSTOMERS, b'{"name": "x", "phone": "0521234567", "notes": "a\\u0000"}', content_type=JSON)
    assert answer.json() == {"notes": ["النص يحتوي على رموز غير صالحة."]}


def test_a_byte_order_mark_is_no_error(api):
    body = json.dumps({"name": "سعد", "phone": "0521234567"}).encode("utf-8-sig")
    assert api.post(CUSTOMERS, body, content_type=JSON).status_code == 201


@pytest.mark.parametrize("charset", ["utf-16", "hex", "rot13", "nonsense", "idna", "undefined"])
def test_json_is_utf_8_whatever_the_header_says(api, charset):
    body = json.dumps({"name": "سعد", "phone": "0521234567"}).encode()
    assert api.post(CUSTOMERS, body, content_type=f"{JSON}; charset={charset}").status_code == 201
    assert api.get(CUSTOMERS, {"search": "سعد"}, CONTENT_TYPE=f"{JSON}; charset={charset}").status_code < 500


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "", "nonsense"])
def test_another_media_type_is_415(api, kind):
    answer = api.post(CUSTOMERS, b"--x--", content_type=kind or "application/x-www-form-urlencoded")
    assert answer.status_code == 415
    assert "غير معتمد" in answer.json()["detail"]


def test_a_body_of_ten_megabytes_is_413(api):
    answer = api.post(CUSTOMERS, {"name": "س" * 5_000_000}, format="json")
    assert answer.status_code == 413
    assert answer.json()["detail"]


def test_a_form_of_ten_megabytes_is_413(api, browser):
    assert api.post(CUSTOMERS, {"name": "س" * 5_000_000}, format="multipart").status_code == 413
    assert browser.post("/customers/new/", {"name": "س" * 5_000_000}).status_code == 413


def test_a_body_without_a_length_is_not_read(api):
    body = FakePayload(json.dumps({"name": "سعد", "phone": "0521234567"}))
    chunked = {"wsgi.input": body, "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_TYPE": JSON}
    assert api.request(PATH_INFO=CUSTOMERS, REQUEST_METHOD="POST", **chunked).status_code == 400
    assert len(body) > 0


def test_a_long_name_is_400(api):
    answer = api.post(CUSTOMERS, {"name": "<b" * 500_000, "phone": "0521234567"}, format="json")
    assert (answer.status_code, list(answer.json())) == (400, ["name"])


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_a_method_that_a_list_does_not_have_is_405(api, method):
    answer = getattr(api, method)(CUSTOMERS)
    assert answer.status_code == 405
    assert "غير مسموح" in answer.json()["detail"]


@pytest.mark.parametrize("accepted", ["text/csv", "text/html", "application/xml", "", "nonsense", "*/*"])
def test_the_answer_is_json_whatever_is_accepted_and_format_is_no_switch(api, stranger_api, accepted):
    answer = api.get(CUSTOMERS, {"format": "xml"}, headers={"accept": accepted})
    assert (answer.status_code, answer["Content-Type"]) == (200, JSON)
    for address in (CUSTOMERS, "/api/v1/me/", "/api/v1/nowhere/", "/api/schema/"):
        assert stranger_api.get(address, headers={"accept": accepted}).status_code == 401


@pytest.mark.parametrize(
    "time",
    [
        *("0000-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2026-13-01", "2026-02-30T10:00", "غدًا"),
        *(
            "20261123",
            "2026-W10-1",
            "12:00",
            "2026-11-23T25:00",
            "2026-11-23T10:00+99:00",
            "٢٠٢٦-١١-٢٣",
            5,
            True,
            [],
            {},
        ),
        *("1899-12-31", "2201-01-01", "2026-11-23T" + "1" * 5000),
    ],
)
def test_a_time_that_is_none_is_400(api, customer, time):
    body = {"title": "اتصال", "due_date": time, "customer": customer.pk}
    answer = api.post("/api/v1/followups/", body, format="json")
    assert (answer.status_code, list(answer.json())) == (400, ["due_date"])


def test_a_bare_date_is_nine_in_the_morning_in_riyadh(api, customer):
    body = {"type": "meeting", "scheduled_for": "2026-12-01", "completed_at": None, "customer": customer.pk}
    row = api.post("/api/v1/interactions/", body, format="json").json()
    assert row["scheduled_for"] == "2026-12-01T09:00:00+03:00"


def test_a_time_without_offset_is_riyadhs(api, customer):
    body = {"title": "اتصال", "customer": customer.pk}
    bare = api.post("/api/v1/followups/", {**body, "due_date": "2026-12-01T10:30"}, format="json").json()
    utc = api.post("/api/v1/followups/", {**body, "due_date": "2026-12-01T07:30:00Z"}, format="json").json()
    assert bare["due_date"] == utc["due_date"] == "2026-12-01T10:30:00+03:00"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("type", "x"), ("type", None), ("type", ["call"]), ("direction", "up"), ("outcome", 5), ("notes", {})),
        *(("duration", -1), ("duration", 10**30), ("duration", True), ("duration", 1.5), ("duration", "x")),
    ],
)
def test_a_wrong_interaction_is_400_at_its_field(api, customer, field, value):
    body = {"type": "call", "customer": customer.pk, field: value}
    answer = api.post("/api/v1/interactions/", body, format="json")
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Interaction.objects.exists()


@pytest.mark.parametrize("path", ["read-all/", "{pk}/read/"])
def test_an_action_takes_an_object_or_nothing(api, customer, path):
    pk = api.get("/api/v1/notifications/").json()["results"][0]["id"]
    answer = api.post(f"/api/v1/notifications/{path.format(pk=pk)}", [1], format="json")
    assert answer.status_code == 400
