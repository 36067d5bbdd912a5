"""Every list alike: envelope, pages, counts, order, what was changed and what was deleted (api: Lists)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.api import pagination
from core.models import User
from crm.models import Customer
from tests.factories import make_customer, make_followup, make_interaction

ENVELOPE = ["count", "count_is_exact", "page", "limit", "total_pages", "next", "previous", "results"]


@pytest.fixture
def lists(customer):
    return [
        *("customers/", "interactions/", "followups/", "notifications/"),
        *(f"customers/{customer.pk}/{name}/" for name in ("interactions", "followups", "history")),
    ]


@pytest.fixture
def three(agent):
    """Three customers, the oldest first, with budgets of which one is unknown."""
    at = timezone.now()
    told = [("زيد", None, "low"), ("أحمد", 2, "urgent"), ("إبراهيم", 1, "medium")]
    return [
        make_customer(agent, name=name, budget=budget, priority=priority, at=at + timedelta(minutes=n))
        for n, (name, budget, priority) in enumerate(told)
    ]


def names(api, **asked):
    return [row["name"] for row in api.get("/api/v1/customers/", asked).json()["results"]]


def test_all_lists_share_one_envelope(api, lists):
    for path in lists:
        answer = api.get(f"/api/v1/{path}")
        assert answer.status_code == 200
        assert list(answer.json()) == ENVELOPE


def test_a_wrong_page_or_limit_is_400_and_one_past_the_end_404(api, lists):
    wrong = [("limit", value) for value in ("0", "101", "-1", "abc", "1.5", "9" * 30)]
    wrong += [("page", value) for value in ("0", "-1", "abc")] + [("count", "many"), ("updated_since", "x")]
    for path in lists:
        for name, value in wrong:
            answer = api.get(f"/api/v1/{path}", {name: value})
            assert (answer.status_code, list(answer.json())) == (400, [name])
        for page in ("2", "9" * 18, "9" * 40):
            assert api.get(f"/api/v1/{path}", {"page": page, "limit": "100"}).status_code == 404


def test_pages_follow_one_another(api, three):
    first = api.get("/api/v1/customers/", {"limit": 2, "search": ""}).json()
    assert (first["count"], first["total_pages"], first["previous"]) == (3, 2, None)
    second = api.get(first["next"]).json()
    assert (second["page"], second["limit"], second["next"]) == (2, 2, None)
    assert "page" not in second["previous"].replace("/api", "")
    seen = [row["name"] for row in first["results"] + second["results"]]
    assert seen == ["إبراهيم", "أحمد", "زيد"]


def test_page_one_of_nothing_is_an_empty_list(api, agent):
    empty = api.get("/api/v1/customers/").json()
    assert (empty["results"], empty["count"], empty["page"], empty["next"]) == ([], 0, 1, None)


def test_the_order_is_the_one_asked_for_with_nulls_last(api, three):
    assert names(api) == ["إبراهيم", "أحمد", "زيد"]
    assert names(api, ordering="created_at") == ["زيد", "أحمد", "إبراهيم"]
    assert names(api, ordering="name") == ["إبراهيم", "أحمد", "زيد"]
    assert names(api, ordering="budget") == ["إبراهيم", "أحمد", "زيد"]
    assert names(api, ordering="-budget") == ["أحمد", "إبراهيم", "زيد"]
    assert names(api, ordering="priority") == ["زيد", "إبراهيم", "أحمد"]
    assert names(api, ordering="-priority") == ["أحمد", "إبراهيم", "زيد"]


@pytest.mark.parametrize("ordering", ["phone", "-", "owner__password", "name,xyz", "?"])
def test_an_unknown_order_is_400(api, ordering):
    answer = api.get("/api/v1/customers/", {"ordering": ordering})
    assert (answer.status_code, list(answer.json())) == (400, ["ordering"])


def test_rows_of_one_moment_keep_one_order_over_pages(api, agent):
    at = timezone.now()
    made = [make_customer(agent, at=at).pk for _ in range(5)]
    pages = [api.get("/api/v1/customers/", {"limit": 2, "page": page}).json()["results"] for page in (1, 2, 3)]
    assert [row["id"] for page in pages for row in page] == made[::-1]


def test_beyond_its_bound_a_filtered_count_is_not_exact_unless_asked(api, three, monkeypatch):
    monkeypatch.setattr(pagination, "MOST_COUNTED", 2)
    whole = api.get("/api/v1/customers/").json()
    broad = api.get("/api/v1/customers/", {"status": "new", "limit": 1}).json()
    asked = api.get("/api/v1/customers/", {"status": "new", "count": "exact"}).json()
    assert (whole["count"], whole["count_is_exact"]) == (3, True)
    assert (broad["count"], broad["count_is_exact"], broad["total_pages"]) == (2, False, None)
    assert (asked["count"], asked["count_is_exact"], asked["total_pages"]) == (3, True, 1)


def test_pages_go_on_past_what_is_counted(api, three, monkeypatch):
    monkeypatch.setattr(pagination, "MOST_COUNTED", 1)
    last = api.get("/api/v1/customers/", {"status": "new", "limit": 1, "page": 3}).json()
    assert (len(last["results"]), last["count"], last["next"]) == (1, 1, None)


def test_a_client_stays_in_step(api, agent, customer):
    followup, interaction = make_followup(customer), make_interaction(customer)
    start = timezone.now()
    kept, gone = make_customer(agent), make_customer(agent)
    api.delete(f"/api/v1/customers/{gone.pk}/")
    changed = api.get("/api/v1/customers/", {"updated_since": start.isoformat()}).json()
    deleted = api.get("/api/v1/customers/", {"updated_since": start.isoformat(), "deleted": "true"}).json()
    assert [row["id"] for row in changed["results"]] == [kept.pk]
    assert [sorted(row) for row in deleted["results"]] == [["deleted_at", "id"]]
    assert deleted["results"][0]["id"] == gone.pk
    api.delete(f"/api/v1/customers/{customer.pk}/")
    for path, row in (("followups", followup), ("interactions", interaction)):
        left = api.get(f"/api/v1/{path}/", {"updated_since": start.isoformat(), "deleted": "true"}).json()
        assert [gone["id"] for gone in left["results"]] == [row.pk]


def test_the_bin_is_ones_own(api, teammate, foreign_customer):
    Customer.objects.filter(pk=foreign_customer.pk).update(deleted_at=timezone.now())
    assert api.get("/api/v1/customers/", {"deleted": "true"}).json()["results"] == []


def test_deleted_is_true_or_false(api):
    answer = api.get("/api/v1/customers/", {"deleted": "maybe"})
    assert (answer.status_code, list(answer.json())) == (400, ["deleted"])
    assert api.get("/api/v1/customers/", {"deleted": "false"}).status_code == 200


def test_unknown_parameters_are_ignored(api, customer):
    assert api.get("/api/v1/customers/", {"colour": "blue", "format": "csv"}).json()["count"] == 1


@pytest.mark.parametrize("who", ["api", "manager_api"])
def test_a_list_costs_the_same_for_5_and_100_rows(request, agent, who, django_assert_max_num_queries):
    caller = request.getfixturevalue(who)
    spent = [_queries(caller, agent, rows, django_assert_max_num_queries) for rows in (5, 95)]
    assert spent[0] == spent[1]


def _queries(caller, agent: User, more: int, at_most) -> list[int]:
    customer = Customer.objects.filter(owner=agent).first() or make_customer(agent)
    for _ in range(more):
        make_interaction(customer)
        make_followup(make_customer(agent, notes="ملاحظة"))
        make_followup(customer)
    paths = ["customers/?status=new", "customers/", "interactions/", "followups/", "notifications/"]
    paths += [f"customers/{customer.pk}/{name}/?limit=5" for name in ("interactions", "followups", "history")]
    counts = []
    for path in paths:
        with at_most(6) as spent:
            caller.get(f"/api/v1/{path}")
        counts.append(len(spent))
    with at_most(8) as spent:
        caller.get(f"/api/v1/customers/{customer.pk}/")
    with at_most(12) as of_dashboard:
        caller.get("/api/v1/dashboard/")
    return [*counts, len(spent), len(of_dashboard)]


def test_an_unknown_order_and_an_agents_owner_are_400_everywhere(api, lists, agent):
    for path in lists:
        for name, value in (("ordering", "phone"), ("ordering", "id,created_at"), ("owner", agent.pk)):
            answer = api.get(f"/api/v1/{path}", {name: value})
            assert (answer.status_code, list(answer.json())) == (400, [name])


def test_nothing_live_is_called_deleted(api, manager_api, lists, agent):
    for path in lists:
        assert api.get(f"/api/v1/{path}", {"deleted": "true"}).json()["results"] == []
        assert api.get(f"/api/v1/{path}", {"deleted": "perhaps"}).status_code == 400
        assert manager_api.get(f"/api/v1/{path}", {"owner": agent.pk}).status_code == 200


def test_a_customers_history_is_its_owners(manager_api, customer, agent, teammate):
    address = f"/api/v1/customers/{customer.pk}/history/"
    assert manager_api.get(address, {"owner": agent.pk, "ordering": "-at"}).json()["count"] == 1
    assert manager_api.get(address, {"owner": teammate.pk}).json()["count"] == 0
