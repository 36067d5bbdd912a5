"""What people do in every story."""

from playwright.sync_api import Page, expect

from tests.factories import PASSWORD

__all__ = ["expect", "log_in"]


def log_in(page: Page, user) -> None:
    """Through the login page, as the person would."""
    page.goto("/login/")
    page.get_by_label("اسم المستخدم أو البريد الإلكتروني").fill(user.username)
    page.get_by_label("كلمة المرور", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="دخول", exact=True).click()
    page.wait_for_url("**/")


def save(page: Page) -> None:
    page.get_by_role("button", name="حفظ").first.click()
