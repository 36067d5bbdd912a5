"""customers/{id}/merge/ (api: Endpoints)."""

import pytest

from crm.flows import delete_customer
from crm.models import Customer, Merge
from tests.factories import make_customer, make_followup, make_interaction

CUSTOMERS = "/api/v1/customers/"


@pytest.fixture
def pair(agent):
    absorbed = make_customer(agent, name="هند العمري", city="جدة", notes="من المعرض")
    make_interaction(absorbed)
    make_followup(absorbed)
    return absorbed, make_customer(agent, name="هند", tags=["جاد"])


def merge(client, absorbed, into, **more):
    return client.post(f"{CUSTOMERS}{absorbed}/merge/", {"into": into}, format="json", **more)


def test_the_survivor_is_answered_whole(api, pair):
    absorbed, survivor = pair
    answer = merge(api, absorbed.pk, survivor.pk)
    told = answer.json()
    assert (answer.status_code, answer["ETag"], told["id"], told["version"]) == (200, '"2"', survivor.pk, 2)
    assert (told["name"], told["city"], told["notes"], told["tags"]) == ("هند", "جدة", "من المعرض", ["جاد"])
    assert told["counts"] == {"interactions": 2, "followups": 1, "sales": 0}
    assert (len(told["interactions"]), len(told["followups"])) == (2, 1)
    assert api.get(f"{CUSTOMERS}{survivor.pk}/").json() == told


def test_the_other_is_gone_and_listed_as_deleted(api, pair):
    absorbed, survivor = pair
    merge(api, absorbed.pk, survivor.pk)
    assert api.get(f"{CUSTOMERS}{absorbed.pk}/").status_code == 404
    assert [row["id"] for row in api.get(f"{CUSTOMERS}?deleted=true").json()["results"]] == [absorbed.pk]
    assert [row["id"] for row in api.get(CUSTOMERS).json()["results"]] == [survivor.pk]
    for nested in ("interactions", "followups"):
        rows = api.get(f"/api/v1/{nested}/").json()["results"]
        assert {row["customer"] for row in rows} == {survivor.pk}
    restored = api.post(f"{CUSTOMERS}{absorbed.pk}/restore/")
    assert (restored.status_code, restored.json()["code"]) == (409, "wrong_state")
    assert "التراجع عن الدمج" in restored.json()["detail"]


def test_404_comes_first_then_400_at_into(api, agent, now, pair, foreign_customer):
    absorbed, survivor = pair
    gone = make_customer(agent)
    delete_customer(by=agent, at=now, customer_id=gone.pk)
    for pk in (foreign_customer.pk, gone.pk, 987654321, "x"):
        assert merge(api, pk, "?").status_code == 404
    for into in (foreign_customer.pk, gone.pk, absorbed.pk, 987654321, 2**70, "x", None, True, [survivor.pk]):
        answer = merge(api, absorbed.pk, into)
        assert (answer.status_code, list(answer.json())) == (400, ["into"]), into
    assert list(api.post(f"{CUSTOMERS}{absorbed.pk}/merge/", {}, format="json").json()) == ["into"]
    assert Merge.objects.count() == 0


def test_a_manager_merges_within_one_book_alone(manager_api, pair, foreign_customer):
    absorbed, survivor = pair
    assert list(merge(manager_api, absorbed.pk, foreign_customer.pk).json()) == ["into"]
    assert merge(manager_api, absorbed.pk, survivor.pk).status_code == 200
    assert Merge.objects.get().user.username == "noura"


def test_a_retry_gets_the_first_answer(api, pair):
    absorbed, survivor = pair
    key = {"headers": {"Idempotency-Key": "merge-1"}}
    first = merge(api, absorbed.pk, survivor.pk, **key)
    again = merge(api, absorbed.pk, survivor.pk, **key)
    assert (again.status_code, again["Idempotency-Replayed"], again["ETag"]) == (200, "true", first["ETag"])
    assert again.json() == first.json()
    assert merge(api, absorbed.pk, survivor.pk).status_code == 404
    assert Customer.objects.live().get() == survivor


def test_too_many_labels_together_are_a_wrong_value(api, agent):
    one = make_customer(agent, tags=[f"أ{number}" for number in range(15)])
    other = make_customer(agent, tags=[f"ب{number}" for number in range(15)])
    answer = merge(api, one.pk, other.pk)
    assert (answer.status_code, list(answer.json())) == (400, ["tags"])
