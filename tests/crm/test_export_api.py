"""Taking customers out through the API: the same flow as the page (api: customers/export)."""

import csv
import io
import json

import pytest

from core.models import ExportLog
from tests.factories import make_customer

ADDRESS = "/api/v1/customers/export/"


def test_a_file_comes_with_the_lists_filters_and_is_logged(api, agent):
    make_customer(agent, name="فيصل", status="viewing")
    make_customer(agent, name="هند")
    answer = api.get(ADDRESS, {"format": "csv", "status": "viewing,lost"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row["الاسم"] for row in rows] == ["فيصل"]
    log = ExportLog.objects.get()
    assert (log.user, log.format, log.row_count, log.door) == (agent, "csv", 1, "api")
    assert log.filters == {"status": "viewing,lost"}


@pytest.mark.parametrize(("format_", "type_"), [("csv", "text/csv"), ("xlsx", "spreadsheetml"), ("json", "json")])
def test_each_format_says_what_it_is_whatever_is_accepted(api, customer, format_, type_):
    answer = api.get(ADDRESS, {"format": format_}, HTTP_ACCEPT="text/csv")
    assert answer.status_code == 200
    assert type_ in answer.headers["Content-Type"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_json_has_the_codes_and_for_managers_the_owner(manager_api, customer):
    [row] = json.loads(manager_api.get(ADDRESS, {"format": "json"}).getvalue())
    assert (row["id"], row["status"], row["owner"]) == (customer.pk, "new", "sara")


def test_only_visible_rows_leave(api, customer, foreign_customer):
    assert len(json.loads(api.get(ADDRESS, {"format": "json"}).getvalue())) == 1


@pytest.mark.parametrize(
    "query", [{"format": "pdf"}, {"status": "xyz"}, {"min_budget": "abc"}, {"date_from": "2026-13-01"}, {"owner": "1"}]
)
def test_a_wrong_value_is_named(api, customer, query):
    answer = api.get(ADDRESS, query)
    assert answer.status_code == 400
    assert list(answer.json()) == list(query)
    assert not ExportLog.objects.exists()


def test_who_may_not_export_is_told_so_in_arabic(api, agent):
    agent.may_export = False
    agent.save()
    for query in ({}, {"status": "xyz"}, {"format": "pdf"}):
        answer = api.get(ADDRESS, query)
        assert (answer.status_code, answer.json()) == (403, {"detail": "لا يُسمح لهذا الحساب بتصدير البيانات."})


def test_a_stranger_is_asked_who_it_is(stranger_api):
    assert stranger_api.get(ADDRESS).status_code == 401


def test_it_is_read_alone(api):
    assert api.post(ADDRESS, {}, format="json").status_code == 405
