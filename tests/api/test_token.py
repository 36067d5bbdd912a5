"""Getting a token, using it, giving it up (api: Access)."""

import json
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from core.models import User
from tests.factories import PASSWORD

TOKEN, ME, LOGOUT = "/api/v1/auth/token/", "/api/v1/me/", "/api/v1/auth/logout/"


def ask(username: str, password: str = PASSWORD):
    return APIClient().post(TOKEN, {"username": username, "password": password}, format="json")


def caller(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.mark.parametrize("name", ["sara", "SARA", "sara@example.com", " Sara@Example.com "])
def test_the_user_name_or_the_email_gets_a_token_for_90_days(agent, name):
    answer = ask(name)
    assert answer.status_code == 200
    assert set(answer.json()) == {"token", "expiry"}
    left = timezone.datetime.fromisoformat(answer.json()["expiry"]) - timezone.now()
    assert timedelta(days=89) < left <= timedelta(days=90)


def test_the_token_is_stored_hashed(agent):
    token = ask("sara").json()["token"]
    kept = AuthToken.objects.get()
    assert token not in json.dumps([kept.digest, kept.token_key])


def test_the_token_opens_the_api(agent):
    assert caller(ask("sara").json()["token"]).get(ME).json()["username"] == "sara"


@pytest.mark.parametrize(("name", "password"), [("sara", "wrong"), ("nobody", PASSWORD), ("sara\u200f", "x")])
def test_a_wrong_pair_is_400(agent, name, password):
    answer = ask(name, password)
    assert answer.status_code == 400
    assert answer.json() == {"non_field_errors": ["اسم المستخدم أو كلمة المرور غير صحيحة."]}


def test_somebody_deactivated_gets_no_token_and_loses_the_old(agent):
    token = ask("sara").json()["token"]
    User.objects.filter(pk=agent.pk).update(is_active=False)
    assert ask("sara").status_code == 400
    assert caller(token).get(ME).status_code == 401


@pytest.mark.parametrize("body", [{}, {"username": "sara"}, {"username": ["sara"], "password": 5}, {"username": None}])
def test_a_body_without_credentials_names_what_is_missing(db, body):
    answer = APIClient().post(TOKEN, body, format="json")
    assert answer.status_code == 400
    assert set(answer.json()) <= {"username", "password"}


def test_the_sixth_try_after_five_failures_waits_a_quarter_of_an_hour(agent):
    statuses = [ask("sara", "wrong").status_code for _ in range(5)]
    locked = ask("sara")
    assert statuses == [400] * 5
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"


def test_a_token_is_dead_after_logout(agent):
    client = caller(ask("sara").json()["token"])
    assert client.post(LOGOUT).status_code == 204
    assert client.get(ME).status_code == 401


def test_logging_out_one_token_leaves_the_other(agent):
    first, second = (ask("sara").json()["token"] for _ in range(2))
    caller(first).post(LOGOUT)
    assert caller(second).get(ME).status_code == 200


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token \u00e9", "Bearer abc", "Token " + "a" * 5000, "x"])
def test_any_other_header_is_a_stranger(db, header):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    answer = client.get(ME)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"


def test_an_expired_token_is_refused(agent):
    token = ask("sara").json()["token"]
    AuthToken.objects.update(expiry=timezone.now())
    assert caller(token).get(ME).status_code == 401


def test_a_call_by_token_costs_one_query_to_know_the_caller(manager, django_assert_num_queries):
    client = caller(ask("noura").json()["token"])
    with django_assert_num_queries(2):
        assert client.get("/api/v1/notifications/unread-count/").status_code == 200


def test_a_session_needs_the_csrf_token(agent):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(agent, backend="core.login.UsernameOrEmailBackend")
    answer = client.post("/api/v1/customers/", {"name": "سعد", "phone": "0521234567"}, format="json")
    assert answer.status_code == 403
    assert answer.json() == {"detail": "رمز CSRF مفقود أو غير صحيح."}


def test_me_tells_the_role_and_the_permissions(api, manager_api):
    mine, managers = api.get(ME).json(), manager_api.get(ME).json()
    assert set(mine) == {"id", "username", "name", "role", "permissions"}
    assert (mine["role"], mine["permissions"], mine["name"]) == ("agent", [], "سارة القحطاني")
    assert (managers["role"], managers["permissions"]) == ("manager", ["crm.view_all_customers"])


def test_a_token_forgets_the_failures_of_its_person_and_address_alone(agent, teammate):
    others = [("omar", {}), ("sara", {"REMOTE_ADDR": "198.51.100.7"})]
    for username, extra in [("sara", {}), *others]:
        for _try in range(4):
            APIClient().post(TOKEN, {"username": username, "password": "خطأ"}, format="json", **extra)
    assert ask("sara").status_code == 200
    kept = AccessAttempt.objects.values_list("username", "ip_address")
    assert sorted(kept) == [("omar", "127.0.0.1"), ("sara", "198.51.100.7")]
