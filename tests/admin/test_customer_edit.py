"""A manager edits a customer in the admin; nobody's edit is lost."""

from crm.flows import edit_customer
from crm.models import Customer
from notifications.models import Notification
from tests.admin.doors import address, edit, errors, said, typed
from tests.factories import make_customer, make_followup


def test_only_what_was_changed_is_written(manager_browser, manager, customer):
    edit(manager_browser, customer, name="اسم جديد")
    customer.refresh_from_db()
    assert (customer.name, customer.version) == ("اسم جديد", 2)
    entry = customer.history.first()
    assert (entry.history_user, entry.door) == (manager, "admin")


def test_saving_without_a_change_leaves_no_trace(manager_browser, customer):
    edit(manager_browser, customer)
    customer.refresh_from_db()
    assert customer.version == 1
    assert customer.history.count() == 1


def open_form(browser, customer):
    return browser.get(address(Customer, "change", customer.pk)).context["adminform"].form


def test_a_stale_edit_is_refused_and_shows_what_is_saved_now(manager_browser, agent, customer, now):
    data = typed(open_form(manager_browser, customer), name="من المدير")
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts={"name": "من الوسيط", "city": "جدة"})
    page = manager_browser.post(address(Customer, "change", customer.pk), data)
    assert "عُدّل هذا السجل بعد أن فتحته" in page.text
    assert errors(page)["name"] == ["القيمة المحفوظة الآن: من الوسيط"]
    assert errors(page)["city"] == ["القيمة المحفوظة الآن: جدة"]
    assert 'value="من المدير"' in page.text
    customer.refresh_from_db()
    assert customer.name == "من الوسيط"


def test_the_same_stale_version_is_refused_again_and_the_newer_one_saves(manager_browser, agent, customer, now):
    data = typed(open_form(manager_browser, customer), name="من المدير")
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts={"name": "من الوسيط"})
    url = address(Customer, "change", customer.pk)
    assert manager_browser.post(url, data).status_code == 200
    page = manager_browser.post(url, data)
    assert page.status_code == 200
    manager_browser.post(url, typed(page.context["adminform"].form))
    customer.refresh_from_db()
    assert customer.name == "من المدير"


def test_a_form_that_hides_its_version_is_refused(manager_browser, customer):
    data = typed(open_form(manager_browser, customer), name="بلا نسخة")
    del data["seen_version"]
    assert "seen_version" in errors(manager_browser.post(address(Customer, "change", customer.pk), data))


def test_another_owner_moves_the_customer_with_its_followups(manager_browser, agent, teammate, customer):
    followup = make_followup(customer)
    edit(manager_browser, customer, owner=teammate.pk)
    customer.refresh_from_db(), followup.refresh_from_db()
    assert (customer.owner, followup.owner, followup.user) == (teammate,) * 3
    assert Notification.objects.filter(title="نقل عملاء").count() == 2


def test_a_phone_that_is_anothers_is_refused(manager_browser, agent, customer):
    make_customer(agent, name="نورة", phone="0521234567")
    page = edit(manager_browser, customer, phone="+966 52 123 4567")
    assert "نورة" in errors(page)["phone"][0]
    page = manager_browser.post(
        address(Customer, "change", customer.pk), typed(page.context["adminform"].form, allow_duplicate="on")
    )
    customer.refresh_from_db()
    assert (customer.phone, customer.shares_phone) == ("+966521234567", True)


def test_a_rule_is_a_message_at_its_field(manager_browser, customer):
    assert "lost_reason" in errors(edit(manager_browser, customer, status="lost"))
    assert "owner" in errors(edit(manager_browser, customer, owner=999_999))
    assert "budget" in errors(edit(manager_browser, customer, budget="2.500"))


def test_an_edit_is_confirmed(manager_browser, customer):
    assert said(edit(manager_browser, customer, name="اسم جديد")) == ["تم حفظ التغييرات: «اسم جديد»."]
