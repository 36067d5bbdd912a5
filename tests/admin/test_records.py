"""Exports, lockouts and notices in the managers' door."""

from axes.models import AccessAttempt
from django.test import Client

from core.models import ExportLog
from notifications.models import Notification
from tests.admin.doors import address, run
from tests.factories import PASSWORD


def test_the_export_log_says_who_took_what(manager_browser, agent, now):
    ExportLog.objects.create(
        user=agent, what="customers", format="csv", door="page", row_count=400, created_at=now,
        filters={"status": ["new", "lost"], "search": "<script>alert(1)</script>"},
    )  # fmt: skip
    page = manager_browser.get(address(ExportLog, "changelist"))
    assert "سارة القحطاني" in page.text
    assert "400" in page.text
    assert '["new", "lost"]' in page.text.replace("&quot;", '"')
    assert "<script>alert" not in page.text


def test_a_lockout_is_listed_without_its_address_and_lifted(manager_browser, agent):
    visitor = Client()
    for _try in range(5):
        visitor.post("/login/", {"username": "sara", "password": "خطأ"})
    page = manager_browser.get(address(AccessAttempt, "changelist"))
    assert "sara" in page.text
    assert "127.0.0.1" not in page.text
    run(manager_browser, "unlock", AccessAttempt.objects.all())
    assert visitor.post("/login/", {"username": "sara", "password": PASSWORD}).status_code == 302


def test_a_failure_is_no_lockout_yet(manager_browser, agent):
    Client().post("/login/", {"username": "sara", "password": "خطأ"})
    assert "sara" not in manager_browser.get(address(AccessAttempt, "changelist")).text


def test_notices_are_listed(manager_browser, customer):
    assert "عميل جديد" in manager_browser.get(address(Notification, "changelist")).text
