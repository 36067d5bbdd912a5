import pytest

from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_wrong_password_is_said_in_arabic_and_the_name_stays(page, agent):
    page.goto("/login/")
    page.get_by_label("اسم المستخدم أو البريد الإلكتروني").fill("sara")
    page.get_by_label("كلمة المرور", exact=True).fill("ليست هذه")
    page.get_by_role("button", name="دخول", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("غير صحيح")
    expect(page.get_by_label("اسم المستخدم أو البريد الإلكتروني")).to_have_value("sara")
    log_in(page, agent)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_interface_is_set_in_its_own_font(page, db):
    page.goto("/login/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"IBM Plex Sans Arabic\"')")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert any("IBM Plex Sans Arabic" in family for family in loaded)
