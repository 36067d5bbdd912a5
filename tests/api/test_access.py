"""Whose rows one reaches, and in which order a request is judged (api: Access)."""

import pytest

from crm.models import Customer, Followup, Interaction
from tests.factories import make_agent, make_customer, make_followup, make_interaction

ADDRESSES = [
    ("get", "customers/"),
    ("post", "customers/"),
    ("patch", "customers/{customer}/"),
    ("get", "customers/{customer}/history/"),
    ("post", "customers/{customer}/restore/"),
    ("get", "interactions/"),
    ("delete", "interactions/{interaction}/"),
    ("post", "followups/{followup}/complete/"),
    ("get", "notifications/"),
    ("post", "notifications/read-all/"),
    ("get", "dashboard/"),
    ("get", "me/"),
    ("post", "auth/logout/"),
    ("get", "no/such/address/"),
]
OF_ANOTHER = [
    *(("get", "customers/{customer}/"), ("patch", "customers/{customer}/"), ("put", "customers/{customer}/")),
    *(("delete", "customers/{customer}/"), ("post", "customers/{customer}/restore/")),
    *(("get", "customers/{customer}/history/"), ("get", "customers/{customer}/interactions/")),
    *(("post", "customers/{customer}/interactions/"), ("get", "customers/{customer}/followups/")),
    ("post", "customers/{customer}/followups/"),
    *(("get", "interactions/{interaction}/"), ("patch", "interactions/{interaction}/")),
    *(("delete", "interactions/{interaction}/"), ("get", "followups/{followup}/")),
    *(("patch", "followups/{followup}/"), ("delete", "followups/{followup}/")),
    *(("post", "followups/{followup}/complete/"), ("post", "followups/{followup}/cancel/")),
    ("post", "followups/{followup}/snooze/"),
]
NOUNS = {"customers": "العميل غير موجود", "interactions": "التواصل غير موجود", "followups": "المتابعة غير موجودة"}


def call(client, method, path, body=None):
    return getattr(client, method)(f"/api/v1/{path}", body if body is not None else {}, format="json")


@pytest.fixture
def foreign(foreign_customer):
    return {
        "customer": foreign_customer.pk,
        "interaction": make_interaction(foreign_customer).pk,
        "followup": make_followup(foreign_customer).pk,
    }


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_a_stranger_is_401_everywhere(stranger_api, foreign, method, path):
    answer = call(stranger_api, method, path.format(**foreign))
    assert answer.status_code == 401
    assert set(answer.json()) == {"detail"}


@pytest.mark.parametrize(("method", "path"), OF_ANOTHER)
def test_another_agents_row_answers_as_one_that_does_not_exist(api, foreign, method, path):
    before = [list(model.objects.order_by("pk").values()) for model in (Customer, Interaction, Followup)]
    there = call(api, method, path.format(**foreign))
    nowhere = call(api, method, path.format(customer=10**6, interaction=10**6, followup=10**6))
    assert there.status_code == nowhere.status_code == 404
    assert there.json() == nowhere.json() == {"detail": NOUNS[path.split("/")[0]]}
    assert before == [list(model.objects.order_by("pk").values()) for model in (Customer, Interaction, Followup)]


@pytest.mark.parametrize("pk", ["0", "-1", "abc", "1.5", "٧", "9" * 19, "9" * 30, "%00", "1%20"])
def test_an_id_that_cannot_be_is_404(api, pk):
    answer = api.get(f"/api/v1/customers/{pk}/")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "العميل غير موجود"}


@pytest.mark.parametrize("what", ["interactions", "followups"])
def test_a_reference_to_another_agents_customer_is_400_on_that_field(api, foreign, what):
    facts = {"type": "call", "title": "اتصال", "due_date": "2026-12-01"}
    for pk in (foreign["customer"], 10**6, 2**80, True, "abc", None, -1, 1.5):
        answer = api.post(f"/api/v1/{what}/", {**facts, "customer": pk}, format="json")
        assert answer.status_code == 400
        assert list(answer.json()) == ["customer"]


def test_a_manager_reaches_every_agents_rows(manager_api, foreign, customer):
    listed = manager_api.get("/api/v1/customers/").json()["results"]
    assert {row["id"] for row in listed} == {customer.pk, foreign["customer"]}
    assert manager_api.get(f"/api/v1/followups/{foreign['followup']}/").status_code == 200


def test_what_a_manager_adds_belongs_to_the_customers_owner(manager, manager_api, foreign_customer, teammate):
    address = f"/api/v1/customers/{foreign_customer.pk}/interactions/"
    row = manager_api.post(address, {"type": "call"}, format="json").json()
    assert (row["owner"], row["user"]) == (teammate.pk, teammate.pk)
    assert Interaction.history.get(id=row["id"]).history_user == manager


@pytest.mark.parametrize("what", ["customers", "interactions", "followups"])
def test_the_owner_filter_is_a_managers(api, manager_api, agent, foreign, what):
    mine = manager_api.get(f"/api/v1/{what}/", {"owner": agent.pk}).json()
    refused = api.get(f"/api/v1/{what}/", {"owner": agent.pk})
    assert mine["results"] == []
    assert (refused.status_code, list(refused.json())) == (400, ["owner"])


@pytest.mark.parametrize("owner", ["abc", "0", "99999", "9" * 40])
def test_an_owner_that_nobody_is_is_400(manager_api, owner):
    answer = manager_api.get("/api/v1/customers/", {"owner": owner})
    assert (answer.status_code, list(answer.json())) == (400, ["owner"])


def test_404_comes_before_428_and_400(api, foreign_customer):
    address = f"/api/v1/customers/{foreign_customer.pk}/"
    assert api.patch(address, b"{nonsense", content_type="application/json").status_code == 404


def test_428_comes_before_400_and_400_before_409(api, customer):
    address = f"/api/v1/customers/{customer.pk}/"
    wrong = {"status": "xyz", "phone": "12"}
    assert api.patch(address, wrong, format="json").status_code == 428
    stale = api.patch(address, {**wrong, "version": 99}, format="json")
    assert stale.status_code == 400
    assert set(stale.json()) == {"status", "phone"}


def test_a_deleted_customers_rows_leave_with_it(api, customer, followup, interaction):
    api.delete(f"/api/v1/customers/{customer.pk}/")
    for path in ("followups/", "interactions/"):
        assert api.get(f"/api/v1/{path}").json()["count"] == 0
    for path in (f"followups/{followup.pk}/", f"interactions/{interaction.pk}/", f"customers/{customer.pk}/history/"):
        assert api.get(f"/api/v1/{path}").status_code == 404


def test_somebody_who_stopped_working_here_owns_nothing_new(manager_api):
    gone = make_agent(is_active=False)
    answer = manager_api.post("/api/v1/customers/", {"name": "سعد", "phone": "0521234567", "owner": gone.pk}, "json")
    assert (answer.status_code, list(answer.json())) == (400, ["owner"])


def test_an_agents_owner_in_a_body_is_ignored(api, agent, teammate):
    for owner in (teammate.pk, "nonsense"):
        row = api.post("/api/v1/customers/", {"name": "سعد", "phone": f"05212345{len(str(owner)):02}", "owner": owner})
        assert row.json()["owner"] == agent.pk


def test_a_manager_adds_a_customer_to_an_agents_book_or_its_own(manager_api, manager, agent):
    facts = {"name": "سعد", "phone": "0521234567"}
    assert manager_api.post("/api/v1/customers/", {**facts, "owner": agent.pk}, "json").json()["owner"] == agent.pk
    assert manager_api.post("/api/v1/customers/", facts, "json").json()["owner"] == manager.pk


def test_a_managers_patch_of_the_owner_moves_the_customer(manager_api, agent, teammate, customer):
    followup = make_followup(customer)
    body = {"owner": teammate.pk, "version": 1}
    row = manager_api.patch(f"/api/v1/customers/{customer.pk}/", body, format="json").json()
    followup.refresh_from_db()
    assert (row["owner"], followup.owner, followup.user) == (teammate.pk, teammate, teammate)


def test_rows_of_others_never_count(api, teammate):
    make_customer(teammate)
    assert api.get("/api/v1/customers/").json()["count"] == 0
