"""A customer's history through the API."""

import pytest

from core.history import changes_between
from crm.models import Customer


@pytest.fixture
def address(api) -> str:
    row = api.post("/api/v1/customers/", {"name": "سعد", "phone": "0521234567", "budget": "5"}, format="json").json()
    return f"/api/v1/customers/{row['id']}/"


def history(api, address, **asked):
    return api.get(f"{address}history/", asked).json()


def changed(edit) -> dict:
    return {change["field"]: (change["from"], change["to"]) for change in edit["changes"]}


def test_an_edit_tells_who_when_through_which_door_and_what(api, address, agent):
    api.patch(address, {"status": "contacted", "tags": ["كاش"], "budget": None, "version": 1}, format="json")
    newest, first = history(api, address)["results"]
    assert set(newest) == {"id", "at", "user", "door", "changes"}
    assert newest["user"] == {"id": agent.pk, "name": "سارة القحطاني", "username": "sara"}
    assert newest["door"] == "api"
    assert changed(newest) == {"status": ("new", "contacted"), "tags": ([], ["كاش"]), "budget": ("5.00", None)}
    assert [change["label"] for change in newest["changes"] if change["field"] == "status"] == ["الحالة"]


def test_the_first_row_changes_everything_from_nothing(api, address):
    first = changed(history(api, address)["results"][-1])
    assert first["name"] == (None, "سعد")
    assert {"version", "id", "last_contact_date", "search_text"}.isdisjoint(first)
    assert "email" not in first


def test_pages_compare_across_their_border(api, address):
    for version, name in enumerate(("ب", "ج", "د"), start=1):
        api.patch(address, {"name": name, "version": version}, format="json")
    page = history(api, address, limit=2, page=1)
    assert [changed(edit)["name"] for edit in page["results"]] == [("ج", "د"), ("ب", "ج")]
    assert changed(history(api, address, limit=2, page=2)["results"][0])["name"] == ("سعد", "ب")


def test_what_a_filter_cuts_off_is_still_compared(api, address):
    api.patch(address, {"name": "ب", "version": 1}, format="json")
    since = history(api, address)["results"][0]["at"]
    assert changed(history(api, address, updated_since=since)["results"][0]) == {"name": ("سعد", "ب")}


def test_a_move_and_a_return_from_the_bin_are_told(manager_api, api, address, agent, teammate):
    api.delete(address)
    api.post(f"{address}restore/")
    manager_api.patch(address, {"owner": teammate.pk, "version": 3}, format="json")
    moved, back, gone, _made = (changed(edit) for edit in history(manager_api, address)["results"])
    assert moved == {"owner": (agent.pk, teammate.pk)}
    assert (gone["deleted_at"][0], back["deleted_at"][1]) == (None, None)


def test_nothing_is_made_up_where_the_beginning_is_lost(customer):
    customer.history.update(history_type="~")
    assert changes_between(Customer.history.get(id=customer.pk)) == []
