"""My account: names, e-mail, theme, API tokens (product: Pages)."""

import pytest
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from core.models import User
from tests.factories import PASSWORD
from tests.mail import send_waiting_mails

MINE = {"first_name": "سارة", "last_name": "القحطاني", "email": "sara@example.com", "current_password": ""}


def save(browser, **changed):
    return browser.post("/account/", {**MINE, **changed})


def test_names_change_without_a_password(browser, agent):
    assert save(browser, first_name=" سارة  <b>نورة</b> ").status_code == 302
    agent.refresh_from_db()
    assert agent.first_name == "سارة نورة"
    assert agent.history.latest().history_user == agent


@pytest.mark.parametrize("password", ["", "خطأ"])
def test_another_email_wants_the_present_password(browser, agent, password):
    answer = save(browser, email="new@example.com", current_password=password)
    assert answer.status_code == 422
    assert 'value="new@example.com"' in answer.text
    assert User.objects.get(pk=agent.pk).email == "sara@example.com"


def test_the_old_address_hears_of_the_new(browser, agent):
    save(browser, email="New@Example.com", current_password=PASSWORD)
    assert User.objects.get(pk=agent.pk).email == "new@example.com"
    (message,) = send_waiting_mails()
    assert message.to == ["sara@example.com"]


def test_an_email_of_another_is_refused_at_its_field(browser, teammate):
    answer = save(browser, email="OMAR@example.com", current_password=PASSWORD)
    assert answer.status_code == 422
    assert "هذا البريد مسجّل لمستخدم آخر." in answer.text


def test_the_theme_is_kept_and_shown(browser, agent):
    assert browser.post("/account/theme/", {"theme": "dark", "next": "/followups/"}).url == "/followups/"
    assert 'data-theme="dark"' in browser.get("/account/").text
    assert browser.post("/account/theme/", {"theme": "auto"}, headers={"HX-Request": "true"}).status_code == 204
    assert browser.post("/account/theme/", {"theme": "pink"}).status_code == 400


def secret_in(page):
    return page.context["secret"]


def test_a_token_is_shown_once_and_works_for_ninety_days(browser, agent):
    page = browser.post("/account/tokens/")
    token = AuthToken.objects.get(user=agent)
    assert secret_in(page) in page.text
    assert page["Cache-Control"].startswith("max-age=0")
    assert (token.expiry - timezone.now()).days == 89
    listed = browser.get("/account/").text
    assert token.token_key[:8] in listed
    assert secret_in(page) not in listed


def test_a_revoked_token_is_dead(browser, agent):
    page = browser.post("/account/tokens/")
    browser.post(f"/account/tokens/{AuthToken.objects.get().digest}/revoke/")
    assert not AuthToken.objects.exists()
    assert APIClient(headers={"Authorization": f"Token {secret_in(page)}"}).get("/api/v1/me/").status_code in {401, 404}


def test_anothers_token_is_as_absent_as_none(browser, teammate):
    token, _secret = AuthToken.objects.create(user=teammate)
    assert browser.post(f"/account/tokens/{token.digest}/revoke/").status_code == 404
    assert AuthToken.objects.filter(user=teammate).exists()


def test_names_are_text_and_no_markup(browser, agent):
    User.objects.filter(pk=agent.pk).update(first_name="<img src=x onerror=alert(1)>")
    assert "<img" not in browser.get("/account/").text
