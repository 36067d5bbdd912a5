"""The door is a manager's: everybody else is refused at every address of the admin."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from core.models import ExportLog, Place, User
from crm.models import Customer, Followup, Interaction
from notifications.models import Notification
from tests.admin.doors import address
from tests.factories import make_manager


@pytest.fixture
def every_address(agent, followup, interaction):
    """Every page of the admin, with a row of each model to stand for the ids."""
    rows = {Customer: followup.customer, Followup: followup, Interaction: interaction, User: agent}
    pages = [reverse(f"admin:{name}") for name in ("index", "logout", "password_change", "jsi18n", "autocomplete")]
    pages += [reverse("admin:app_list", args=[label]) for label in ("crm", "core", "notifications", "axes")]
    for model in admin.site._registry:
        row = rows.get(model) or model._default_manager.first()
        pages += [address(model, page) for page in ("changelist", "add")]
        pages += [address(model, page, row.pk if row else 1) for page in ("change", "delete", "history")]
    return [*pages, "/admin/nowhere/", "/admin/crm/customer/x/change/"]


def test_an_agent_is_refused_everywhere(browser, every_address):
    for page in every_address:
        assert browser.get(page).status_code == 403, page
        assert browser.post(page, {"post": "yes"}).status_code == 403, page


def test_a_visitor_is_asked_to_log_in_everywhere(visitor, every_address):
    for page in every_address:
        answer = visitor.get(page, follow=True)
        assert answer.request["PATH_INFO"] == "/login/", page


def test_a_manager_is_served_everywhere(manager_browser, every_address):
    for page in every_address:
        assert manager_browser.get(page).status_code in {200, 302, 403, 404, 405}, page
    assert manager_browser.get("/admin/").status_code == 200


def test_a_manager_who_is_one_no_more_is_refused(manager_browser, manager):
    manager.groups.clear()
    assert manager_browser.get(address(Customer, "changelist")).status_code == 403


def test_staff_alone_are_no_managers(browser, agent):
    User.objects.filter(pk=agent.pk).update(is_staff=True)
    assert browser.get("/admin/").status_code == 403


def test_the_admins_own_login_leads_to_the_products(manager_browser, visitor):
    assert visitor.get("/admin/login/").url.startswith("/login/")
    assert manager_browser.get("/admin/login/").url == "/admin/"


def test_only_what_was_made_for_managers_is_there():
    names = {model.__name__ for model in admin.site._registry}
    assert names == {
        *("Customer", "Followup", "Interaction", "User", "Place", "ExportLog", "Notification", "AccessAttempt"),
        *("Merge", "DistinctPeople", "Import", "ImportRow", "ImportTemplate", "Batch", "SavedView"),
        *("Property", "PropertyPhoto", "PropertyRequest", "PropertyMatch", "Appointment", "AgentDay"),
    }
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")


@pytest.mark.parametrize("model", [ExportLog, Notification])
def test_records_are_only_read(manager_browser, manager, agent, customer, now, model):
    ExportLog.objects.create(user=agent, what="customers", format="csv", door="page", created_at=now)
    row = model.objects.first()
    assert manager_browser.get(address(model, "add")).status_code == 403
    assert 'name="_save"' not in manager_browser.get(address(model, "change", row.pk)).text
    for page in ("change", "delete"):
        assert manager_browser.post(address(model, page, row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_strict_csp_stands_in_the_admin(manager_browser, customer):
    policy = manager_browser.get(address(Customer, "change", customer.pk))["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_the_index_is_arabic(manager_browser):
    text = manager_browser.get("/admin/").text
    for word in ("لوحة الإدارة", "العملاء", "المتابعات", "سجل التواصل", "المستخدمون", "الأماكن", "سجل التصدير"):
        assert word in text
    assert 'dir="rtl"' in text


def test_two_managers_are_no_strangers_to_each_other(manager_browser, db):
    other = make_manager("khalid")
    assert manager_browser.get(address(User, "change", other.pk)).status_code == 200
    assert Place.objects.exists()
