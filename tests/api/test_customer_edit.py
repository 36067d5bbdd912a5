"""Editing a customer: versions, and what a writer that comes late is told (api: Concurrency)."""

import pytest

from crm.models import Customer
from tests.factories import make_customer


@pytest.fixture
def address(customer):
    return f"/api/v1/customers/{customer.pk}/"


def patch(api, address, version=None, **facts):
    body = facts if version is None else {**facts, "version": version}
    return api.patch(address, body, format="json")


def test_the_version_in_the_body_lets_the_edit_through(api, address):
    answer = patch(api, address, 1, city="الرياض", budget="900000.5")
    assert answer.status_code == 200
    assert (answer.json()["city"], answer.json()["budget"], answer.json()["version"]) == ("الرياض", "900000.50", 2)
    assert answer["ETag"] == '"2"'


@pytest.mark.parametrize("header", ['"1"', 'W/"1"', "1"])
def test_so_does_the_etag_in_if_match(api, address, header):
    assert api.get(address)["ETag"] == '"1"'
    answer = api.patch(address, {"city": "جدة"}, format="json", headers={"If-Match": header})
    assert answer.status_code == 200


def test_without_a_version_it_is_428(api, address, customer):
    for method in (api.patch, api.put):
        answer = method(address, {"name": "جديد", "phone": "0521111111"}, format="json")
        assert answer.status_code == 428
        assert answer.json()["code"] == "version_required"
    customer.refresh_from_db()
    assert customer.version == 1


def test_a_stale_version_is_409_with_the_row_as_it_is_now(api, address):
    patch(api, address, 1, city="الرياض")
    answer = patch(api, address, 1, city="جدة")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")
    assert answer.json()["current"] == api.get(address).json()
    assert answer.json()["current"]["city"] == "الرياض"


@pytest.mark.parametrize("version", [True, "abc", "", "0", "0" * 19, "9" * 19, 1.5, -1, 0, 2**70, [], {}])
def test_a_nonsense_version_is_400(api, address, version):
    answer = patch(api, address, version, city="جدة")
    assert (answer.status_code, list(answer.json())) == (400, ["version"])


@pytest.mark.parametrize("header", ["*", "abc", '"1", "2"', "0", '"0"', "9" * 19, "9" * 50])
def test_a_nonsense_if_match_is_400(api, address, header):
    answer = api.patch(address, {}, format="json", headers={"If-Match": header})
    assert (answer.status_code, list(answer.json())) == (400, ["If-Match"])


def test_put_wants_the_required_fields(api, address):
    short = api.put(address, {"name": "سعد", "version": 1}, format="json")
    assert (short.status_code, list(short.json())) == (400, ["phone"])
    whole = api.put(address, {"name": "سعد", "phone": "0521111111", "version": 1}, format="json")
    assert (whole.status_code, whole.json()["name"]) == (200, "سعد")


def test_an_edit_that_changes_nothing_leaves_no_trace(api, address, customer):
    assert patch(api, address, 1, name=customer.name).json()["version"] == 1
    assert customer.history.count() == 1


def test_what_is_derived_moves_neither_version_nor_etag(api, address, customer):
    api.post(f"{address}interactions/", {"type": "call"}, format="json")
    assert api.get(address)["ETag"] == '"1"'


def test_a_duplicate_phone_is_409_on_patch_too_unless_allowed(api, address, agent):
    make_customer(agent, phone="0521111111")
    refused = patch(api, address, 1, phone="+966521111111")
    assert (refused.status_code, refused.json()["code"]) == (409, "duplicate_customer")
    assert patch(api, address, 1, phone="0521111111", allow_duplicate=True).status_code == 200


def test_status_changes_ask_what_they_need(api, address):
    assert list(patch(api, address, 1, status="lost").json()) == ["lost_reason"]
    assert list(patch(api, address, 1, status="converted").json()) == ["status"]
    lost = patch(api, address, 1, status="lost", lost_reason="no_answer").json()
    assert (lost["status"], lost["lost_reason"]) == ("lost", "no_answer")
    assert patch(api, address, 2, status="contacted").json()["lost_reason"] == ""


def test_a_deleted_customer_is_gone_and_comes_back(api, address):
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404
    assert api.delete(address).status_code == 404
    restored = api.post(f"{address}restore/")
    assert (restored.status_code, restored.json()["version"]) == (200, 3)
    assert api.get(address).status_code == 200


def test_restoring_what_is_not_in_the_bin_is_409(api, address):
    answer = api.post(f"{address}restore/")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_a_phone_given_away_meanwhile_stops_the_return_unless_allowed(api, address, agent, customer):
    api.delete(address)
    make_customer(agent, phone=customer.phone)
    assert api.post(f"{address}restore/").json()["code"] == "duplicate_customer"
    assert api.post(f"{address}restore/", {"allow_duplicate": True}).status_code == 200


def test_a_customer_with_a_live_sale_stays(api, address, customer):
    from crm import signals

    def has_a_sale(**_question):
        return True

    signals.live_sale_sought.connect(has_a_sale)
    try:
        answer = api.delete(address)
    finally:
        signals.live_sale_sought.disconnect(has_a_sale)
    assert (answer.status_code, answer.json()["code"]) == (409, "has_live_sale")
    assert Customer.objects.live().filter(pk=customer.pk).exists()
