"""A POST sent twice is done once (api: Concurrency and retries)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from core.api.views import ApiView
from core.models import IdempotencyKey
from crm.models import Customer, Interaction
from notifications.models import Notification
from tests.factories import make_customer

CUSTOMERS = "/api/v1/customers/"
FACTS = {"name": "سعد", "phone": "0521234567"}


def add(api, key="k-1", **facts):
    return api.post(CUSTOMERS, {**FACTS, **facts}, format="json", headers={"Idempotency-Key": key})


def test_the_second_gets_the_first_answer_to_the_byte(api, agent):
    first, second = add(api), add(api)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert (second["Idempotency-Replayed"], first.headers.get("Idempotency-Replayed")) == ("true", None)
    assert Customer.objects.count() == Notification.objects.filter(user=agent).count() == 1


def test_the_answer_stays_what_it_was(api):
    pk = add(api).json()["id"]
    api.patch(f"{CUSTOMERS}{pk}/", {"name": "آخر", "version": 1}, format="json")
    assert add(api).json()["name"] == "سعد"


def test_another_body_or_address_under_the_same_key_is_422(api):
    pk = add(api).json()["id"]
    other = add(api, name="آخر")
    elsewhere = api.post(f"{CUSTOMERS}{pk}/restore/", FACTS, format="json", headers={"Idempotency-Key": "k-1"})
    for answer in (other, elsewhere):
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Customer.objects.count() == 1


def test_keys_are_each_persons_own(api, teammate_api):
    add(api)
    assert "Idempotency-Replayed" not in add(teammate_api).headers
    assert Customer.objects.count() == 2


def test_a_refusal_is_kept_and_leaves_nothing_behind(api, agent):
    make_customer(agent, phone="0521234567")
    for _ in range(2):
        refused = add(api, notes="ملاحظة")
        assert (refused.status_code, refused.json()["code"]) == (409, "duplicate_customer")
    Customer.objects.update(phone="+966529999999")
    assert add(api, notes="ملاحظة").status_code == 409
    assert add(api, "k-2", phone="x").status_code == add(api, "k-2", phone="x").status_code == 400
    assert Interaction.objects.count() == 0


def test_actions_take_a_key_too(api, followup):
    address = f"/api/v1/followups/{followup.pk}/complete/"
    answers = [api.post(address, {}, format="json", headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Interaction.objects.count() == 1


def test_a_failure_of_ours_is_not_kept(api, monkeypatch):
    api.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("crm.api.customers.CustomerViewSet.created", lambda *_args: 1 / 0)
        assert add(api).status_code == 500
    assert not Customer.objects.exists()
    assert add(api).status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_an_unheard_request_is_not_kept(api, kind):
    answer = api.post(CUSTOMERS, "x", content_type=kind, headers={"Idempotency-Key": "k-1"})
    assert answer.status_code == 415
    assert not IdempotencyKey.objects.exists()
    assert add(api).status_code == 201


def test_a_key_is_forgotten_after_a_day(api):
    add(api)
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=24))
    assert add(api).json()["code"] == "duplicate_customer"
    assert add(api)["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(("key", "status"), [("k" * 200, 201), ("k" * 201, 400), ("", 201)])
def test_a_key_has_at_most_200_characters(api, key, status):
    assert add(api, key).status_code == status


def test_a_stranger_leaves_no_key(stranger_api):
    assert add(stranger_api).status_code == 401
    assert not IdempotencyKey.objects.exists()


def test_an_empty_answer_is_replayed_empty(api, agent):
    answers = [api.post("/api/v1/notifications/read-all/", headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].content == answers[1].content


class Upload(ApiView):
    parser_classes = (MultiPartParser,)

    def post(self, request):
        return Response({"read": request.data["file"].read().decode(), "names": request.data.getlist("name")})


def upload(by, content="أ", **fields):
    file = SimpleUploadedFile("book.csv", content.encode())
    request = APIRequestFactory().post(
        "/upload/", {"file": file, **fields}, "multipart", headers={"Idempotency-Key": "k"}
    )
    force_authenticate(request, by)
    return Upload.as_view()(request)


def test_a_form_with_a_file_is_the_same_when_its_content_is(agent):
    first, second = upload(agent, name=["ب", "ج"]), upload(agent, name=["ب", "ج"])
    assert first.data == {"read": "أ", "names": ["ب", "ج"]}
    assert second["Idempotency-Replayed"] == "true"
    for other in (upload(agent, "آخر", name=["ب", "ج"]), upload(agent, name=["ب"]), upload(agent)):
        assert (other.status_code, other.data["code"]) == (422, "idempotency_key_reused")
