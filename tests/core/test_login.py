"""Logging in and out (api: Access)."""

import threading

import pytest
from axes.models import AccessAttempt
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from core.models import User
from tests.factories import PASSWORD

LOGIN = "/login/"


def try_to_log_in(client, username="sara", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password}, **extra)


def fail_five_times(client, username="sara", **extra):
    for _try in range(5):
        assert try_to_log_in(client, username, "خطأ", **extra).status_code == 422


@pytest.mark.parametrize("typed", ["sara", "SARA", " sara ", "sara@example.com", "Sara@Example.com"])
def test_the_name_or_the_email_in_any_case_logs_in(visitor, agent, typed):
    answer = try_to_log_in(visitor, typed)
    assert (answer.status_code, answer.url) == (302, "/")
    assert visitor.session["_auth_user_id"] == str(agent.pk)


def test_the_session_key_changes_with_the_login(visitor, agent):
    visitor.get("/")
    visitor.session["before"] = 1
    visitor.session.save()
    before = visitor.session.session_key
    try_to_log_in(visitor)
    assert visitor.session.session_key != before


@pytest.mark.parametrize("typed", ["sara", "nobody", "سارة"])
def test_a_wrong_pair_says_the_same_for_known_and_unknown_names(visitor, agent, typed):
    answer = try_to_log_in(visitor, typed, "خطأ")
    assert answer.status_code == 422
    assert "اسم المستخدم أو كلمة المرور غير صحيحة." in answer.text


def test_a_nul_is_no_name(visitor, agent):
    assert try_to_log_in(visitor, "\0sara").status_code == 422


def test_what_was_typed_stays_but_the_password(visitor, agent):
    page = try_to_log_in(visitor, "someone", "سرّ-قديم").text
    assert 'value="someone"' in page
    assert "سرّ-قديم" not in page


def test_empty_fields_are_named(visitor, db):
    answer = try_to_log_in(visitor, "", "")
    assert answer.status_code == 422
    assert answer.text.count("هذا الحقل مطلوب") >= 2


def test_a_closed_account_does_not_log_in(visitor, agent):
    User.objects.update(is_active=False)
    assert try_to_log_in(visitor).status_code == 422


def test_after_five_failures_the_right_password_is_refused_too(visitor, agent):
    fail_five_times(visitor)
    answer = try_to_log_in(visitor)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "محاولات كثيرة" in answer.text


def test_failures_by_name_and_by_email_count_together(visitor, agent):
    for typed in ("sara", "sara@example.com", "SARA", "Sara@example.com", "sara"):
        try_to_log_in(visitor, typed, "خطأ")
    assert try_to_log_in(visitor, "sara@example.com").status_code == 429


def test_another_address_and_another_person_are_not_locked(visitor, agent, teammate):
    fail_five_times(visitor)
    assert try_to_log_in(visitor, "omar").status_code == 302
    assert try_to_log_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_forged_forwarding_header_is_no_other_address(visitor, agent):
    fail_five_times(visitor)
    assert try_to_log_in(visitor, HTTP_X_FORWARDED_FOR="198.51.100.7").status_code == 429


def test_a_success_forgets_the_failures(visitor, agent):
    for _try in range(4):
        try_to_log_in(visitor, password="خطأ")
    try_to_log_in(visitor)
    assert not AccessAttempt.objects.exists()


def test_a_login_goes_on_to_the_page_that_was_asked_for(visitor, agent):
    asked = visitor.get("/followups/?tab=all")
    assert asked.url == "/login/?next=/followups/%3Ftab%3Dall"
    answer = visitor.post(asked.url, {"username": "sara", "password": PASSWORD})
    assert answer.url == "/followups/?tab=all"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\t//evil.example",
    ],
)
def test_a_login_never_goes_on_to_another_site(visitor, agent, elsewhere):
    answer = visitor.post(LOGIN, {"username": "sara", "password": PASSWORD, "next": elsewhere})
    assert answer.url == "/"
    assert visitor.get(LOGIN, {"next": elsewhere}).url == "/"


def test_who_is_in_already_goes_on(browser):
    assert browser.get(LOGIN).url == "/"


def test_logging_out_is_a_post(browser):
    assert browser.get("/logout/").status_code == 405
    assert browser.post("/logout/").url == LOGIN
    assert browser.get("/").status_code == 302


def test_a_post_without_the_token_is_refused_with_a_page(agent):
    answer = try_to_log_in(Client(enforce_csrf_checks=True))
    assert answer.status_code == 403
    assert "انتهت صلاحية الصفحة" in answer.text


@pytest.mark.parametrize("name", ["login", "password_reset", "password_reset_done", "password_reset_complete"])
def test_open_pages_need_no_login(visitor, name):
    assert visitor.get(reverse(name)).status_code == 200


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_of_twelve_wrong_guesses_at_once_five_are_checked(django_user_model):
    django_user_model.objects.create_user("sara", password=PASSWORD)
    answers = []

    def guess():
        answers.append(try_to_log_in(Client(), password="خطأ").status_code)
        connections.close_all()

    guesses = [threading.Thread(target=guess) for _number in range(12)]
    for thread in guesses:
        thread.start()
    for thread in guesses:
        thread.join()
    assert sorted(answers) == [422] * 5 + [429] * 7
