"""Changing a password, and setting a forgotten one by e-mail (product: Pages)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from knox.models import AuthToken

from core.flows import ask_password_link
from core.models import PasswordMail, User
from tests.factories import PASSWORD
from tests.mail import link_in, send_waiting_mails

NEW = "كلمة-جديدة-طويلة-2"


def ask(visitor, email="sara@example.com"):
    return visitor.post("/password/reset/", {"email": email})


def follow(visitor, path):
    """Open the link of the mail; Django then hides its token from the address."""
    return visitor.get(path, follow=True)


def set_password(visitor, page, password=NEW, again=None):
    return visitor.post(page.request["PATH_INFO"], {"new_password1": password, "new_password2": again or password})


def test_the_mail_is_arabic_in_text_and_html_and_leads_to_our_own_address(visitor, agent, settings):
    settings.PUBLIC_URL = "https://crm.example.com"
    assert ask(visitor).url == "/password/reset/sent/"
    (message,) = send_waiting_mails()
    html = message.alternatives[0][0]
    assert message.to == ["sara@example.com"]
    assert "تعيين كلمة مرور جديدة" in message.subject
    assert "https://crm.example.com/password/reset/" in message.body
    assert 'dir="rtl"' in html
    assert link_in(message) in html


def test_no_mail_leaves_before_the_worker_comes(visitor, agent, mailoutbox):
    ask(visitor)
    assert mailoutbox == []


def test_the_link_sets_a_password_once(visitor, agent):
    ask(visitor)
    path = link_in(send_waiting_mails()[0])
    page = follow(visitor, path)
    assert set_password(visitor, page).url == "/password/reset/done/"
    assert User.objects.get(pk=agent.pk).check_password(NEW)
    assert "انتهت صلاحية الرابط" in follow(visitor, path).text


def test_a_reset_ends_tokens_and_lifts_the_lock(visitor, agent):
    AuthToken.objects.create(user=agent)
    for _try in range(5):
        visitor.post("/login/", {"username": "sara", "password": "خطأ"})
    ask(visitor)
    set_password(visitor, follow(visitor, link_in(send_waiting_mails()[0])))
    assert not AuthToken.objects.exists()
    assert visitor.post("/login/", {"username": "sara", "password": NEW}).status_code == 302


def test_a_forged_link_opens_nothing(visitor, agent):
    assert "انتهت صلاحية الرابط" in visitor.get("/password/reset/MQ/abc-def/").text


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("12345678", "لا تكون كلمة المرور أرقامًا فقط."),
        ("password", "كلمة المرور هذه شائعة، فيسهل تخمينها."),
        ("قصيرة", "كلمة المرور قصيرة. اكتب 8 أحرف على الأقل."),
        ("القحطاني1", "كلمة المرور شبيهة بالاسم أو البريد"),
    ],
)
def test_a_weak_password_is_refused_in_arabic(visitor, agent, weak, why):
    ask(visitor)
    answer = set_password(visitor, follow(visitor, link_in(send_waiting_mails()[0])), weak)
    assert why in answer.text
    assert not User.objects.get(pk=agent.pk).check_password(weak)


@pytest.mark.parametrize("email", ["nobody@example.com", "SARA@example.com"])
def test_the_answer_never_tells_whether_the_address_is_known(visitor, agent, email):
    answer = ask(visitor, email)
    assert (answer.status_code, answer.url) == (302, "/password/reset/sent/")


def test_no_mail_goes_to_the_unknown_the_closed_or_the_addressless(visitor, agent, teammate):
    User.objects.filter(pk=agent.pk).update(is_active=False)
    User.objects.filter(pk=teammate.pk).update(email="")
    for email in ("nobody@example.com", "sara@example.com", "omar@example.com"):
        ask(visitor, email)
    assert send_waiting_mails() == []


def test_an_address_that_is_none_is_refused_and_kept(visitor, db):
    answer = ask(visitor, "ليس بريدًا")
    assert answer.status_code == 422
    assert "ليس بريدًا" in answer.text


def test_three_mails_an_hour_and_no_more(agent, now):
    for _time in range(5):
        ask_password_link(by=None, at=now, email=agent.email)
    assert len(send_waiting_mails()) == 3
    PasswordMail.objects.update(asked_at=now - timedelta(minutes=61))
    ask_password_link(by=None, at=now, email=agent.email)
    assert len(send_waiting_mails()) == 1


def test_a_known_address_and_another_ask_for_the_same_work(visitor, agent, django_assert_num_queries):
    with CaptureQueriesContext(connection) as known:
        ask(visitor, agent.email)
    with django_assert_num_queries(len(known)):
        ask(visitor, "nobody@example.com")


def test_a_flood_of_requests_is_no_flood_of_work(visitor, db, monkeypatch):
    monkeypatch.setattr("core.flows.MOST_LINKS_WAITING", 2)
    for number in range(4):
        ask(visitor, f"nobody{number}@example.com")
    assert DBTaskResult.objects.ready().count() == 2


def change(browser, old=PASSWORD, new=NEW):
    return browser.post("/password/", {"old_password": old, "new_password1": new, "new_password2": new})


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(browser, agent, client):
    client.force_login(agent, backend="core.login.UsernameOrEmailBackend")
    assert change(browser).url == "/account/"
    assert browser.get("/account/").status_code == 200
    assert client.get("/account/").status_code == 302


def test_a_changed_password_keeps_tokens_and_tells_by_mail(browser, agent):
    AuthToken.objects.create(user=agent)
    change(browser)
    assert AuthToken.objects.filter(user=agent).exists()
    assert "تغيّرت كلمة مرورك" in send_waiting_mails()[0].subject


def test_guessing_the_present_password_locks_as_the_login_does(browser):
    for _try in range(5):
        assert change(browser, old="خطأ").status_code == 422
    assert change(browser).status_code == 429
