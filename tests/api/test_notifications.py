"""One's own notices through the API."""

import pytest

from notifications.models import Notification

NOTICES = "/api/v1/notifications/"


@pytest.fixture
def notices(followup) -> list[int]:
    """The agent's two notices: of a customer, of a follow-up."""
    return list(Notification.objects.order_by("pk").values_list("pk", flat=True))


def test_the_newest_come_first_with_what_they_are_about(api, notices, customer):
    rows = api.get(NOTICES).json()["results"]
    assert [row["id"] for row in rows] == notices[::-1]
    assert set(rows[0]) == {"id", "user", "type", "title", "message", "data", "priority", "created_at", "read_at"}
    assert rows[1]["data"] == {"customer_id": customer.pk}


def test_nobody_reads_anothers_not_even_a_manager(teammate_api, manager_api, notices):
    for caller in (teammate_api, manager_api):
        assert caller.get(NOTICES).json()["count"] == 0
        answer = caller.post(f"{NOTICES}{notices[0]}/read/")
        assert (answer.status_code, answer.json()) == (404, {"detail": "الإشعار غير موجود"})


def test_reading_one(api, notices):
    first = api.post(f"{NOTICES}{notices[0]}/read/").json()
    again = api.post(f"{NOTICES}{notices[0]}/read/").json()
    assert first["read_at"] == again["read_at"] is not None
    assert api.get(f"{NOTICES}unread-count/").json() == {"count": 1}


def test_reading_all(api, notices):
    assert api.post(f"{NOTICES}read-all/").json() == {"count": 2}
    assert api.get(f"{NOTICES}unread-count/").json() == {"count": 0}
    assert api.post(f"{NOTICES}read-all/").json() == {"count": 0}


def test_filters(api, notices):
    api.post(f"{NOTICES}{notices[0]}/read/")
    assert [row["id"] for row in api.get(NOTICES, {"unread": "true"}).json()["results"]] == [notices[1]]
    assert [row["id"] for row in api.get(NOTICES, {"type": "system,lead"}).json()["results"]] == [notices[0]]
    assert api.get(NOTICES, {"type": "x"}).status_code == 400


@pytest.mark.parametrize("pk", ["0", "x", "9" * 19, "9" * 40])
def test_a_notice_that_cannot_be_is_404(api, pk):
    assert api.post(f"{NOTICES}{pk}/read/").status_code == 404
