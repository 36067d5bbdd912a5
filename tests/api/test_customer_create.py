"""Adding a customer through the API (api: customers, POST)."""

import pytest

from crm.models import Customer
from notifications.models import Notification
from tests.factories import make_customer

CUSTOMERS = "/api/v1/customers/"
FACTS = {"name": "سعد القحطاني", "phone": "0521234567"}
ROW = {
    *("id", "name", "email", "phone", "whatsapp", "kind", "status", "lost_reason", "priority", "source", "tags"),
    *("budget", "city", "districts", "first_contact_at", "last_contact_date", "next_followup_date", "created_at"),
    *("updated_at", "version", "owner", "counts"),
}
WHOLE = ROW | {
    *("notes", "consent_marketing", "consent_at", "consent_source", "consent_text_version"),
    *("interactions", "followups", "sales"),
}


def add(api, **facts):
    return api.post(CUSTOMERS, {**FACTS, **facts}, format="json")


def test_the_answer_is_201_with_the_whole_row(api, agent):
    answer = add(api, notes="يبحث عن فيلا", budget="1250000", tags=["VIP", "vip", " كاش "], priority="high")
    row = answer.json()
    assert answer.status_code == 201
    assert answer["ETag"] == '"1"'
    assert set(row) == WHOLE
    assert (row["phone"], row["budget"], row["tags"]) == ("+966521234567", "1250000.00", ["VIP", "كاش"])
    assert (row["status"], row["priority"], row["version"], row["owner"]) == ("new", "high", 1, agent.pk)
    assert row["counts"] == {"interactions": 1, "followups": 0, "sales": 0}
    assert [line["notes"] for line in row["interactions"]] == ["عميل جديد: يبحث عن فيلا"]
    assert row["first_contact_at"] is None


def test_the_answer_is_what_a_get_would_say(api):
    made = add(api, notes="ملاحظة", districts=["النرجس"], consent_marketing=True, whatsapp="0531234567").json()
    assert api.get(f"{CUSTOMERS}{made['id']}/").json() == made


def test_what_follows_from_a_customer_follows_here_too(api, agent):
    pk = add(api, notes="ملاحظة").json()["id"]
    assert Notification.objects.get(user=agent).title == "عميل جديد"
    made = Customer.history.get(id=pk)
    assert (made.history_user, made.door) == (agent, "api")


def test_times_carry_riyadhs_offset(api):
    assert add(api).json()["created_at"].endswith("+03:00")


def test_consent_is_kept_with_when_how_and_to_which_text(api):
    row = add(api, consent_marketing=True).json()
    assert row["consent_marketing"] is True
    assert row["consent_at"]
    assert (row["consent_source"], bool(row["consent_text_version"])) == ("api", True)


def test_null_means_empty_where_a_field_is_optional(api):
    empty = ("whatsapp", "email", "kind", "source", "lost_reason", "city", "notes", "tags", "districts", "budget")
    row = add(api, **dict.fromkeys(empty)).json()
    assert (row["tags"], row["districts"], row["budget"], row["email"], row["kind"]) == ([], [], None, "", "")


def test_a_known_phone_is_409_unless_allowed(api, agent):
    first = make_customer(agent, name="الأول", phone="0521234567")
    refused = add(api, phone="٠٥٢١٢٣٤٥٦٧")
    assert refused.status_code == 409
    assert refused.json()["code"] == "duplicate_customer"
    assert refused.json()["existing"] == {"id": first.pk, "name": "الأول"}
    assert add(api, allow_duplicate=True).status_code == 201


def test_a_phone_of_another_agent_is_never_told(api, teammate):
    make_customer(teammate, phone="0521234567")
    assert add(api).status_code == 201


def test_lost_needs_a_reason_and_converted_a_sale(api):
    lost, converted = add(api, status="lost"), add(api, status="converted")
    assert (lost.status_code, list(lost.json())) == (400, ["lost_reason"])
    assert (converted.status_code, list(converted.json())) == (400, ["status"])
    assert add(api, status="lost", lost_reason="price").status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", ""), ("name", " \u200f "), ("name", "س" * 151), ("name", 5), ("name", None), ("name", ["س"])),
        *(("phone", ""), ("phone", "12"), ("phone", 521234567), ("phone", "0521234567x"), ("phone", {})),
        *(("email", "ليس بريدًا"), ("email", "a@b"), ("email", 5), ("whatsapp", "abc"), ("notes", "س" * 10_001)),
        *(("budget", "-1"), ("budget", "NaN"), ("budget", "Infinity"), ("budget", "1e400"), ("budget", True)),
        *(("budget", "1.005"), ("budget", "1" * 13), ("budget", "مليون"), ("budget", []), ("budget", 10**400)),
        *(("status", "xyz"), ("status", None), ("status", 1), ("priority", ""), ("kind", "x"), ("source", [])),
        *(("tags", "VIP"), ("tags", [5]), ("tags", {"a": 1}), ("tags", ["س" * 51]), ("tags", ["س"] * 300)),
        *(("districts", [None]), ("city", "س" * 81), ("consent_marketing", "نعم"), ("consent_marketing", None)),
        *(("allow_duplicate", 1), ("lost_reason", "x"), ("name", "س\u0000")),
    ],
)
def test_a_wrong_value_is_400_at_its_field_in_arabic(api, field, value):
    answer = add(api, **{field: value})
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert any("ء" <= letter <= "ي" for letter in answer.json()[field][0])
    assert not Customer.objects.exists()


def test_read_only_fields_are_ignored(api):
    row = add(api, id=9, version=7, deleted_at="2026-01-01", created_by=9, last_contact_date="x", counts=[]).json()
    assert (row["version"], row["counts"]["interactions"]) == (1, 0)


def test_markup_and_bidi_marks_go_and_ampersands_stay(api):
    assert add(api, name="\u202eشركة <b>ألف</b> & باء").json()["name"] == "شركة ألف & باء"


def test_it_takes_no_more_than_twelve_queries(api, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):  # two are savepoints within the test's own transaction
        assert add(api, notes="ملاحظة").status_code == 201
