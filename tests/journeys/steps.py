"""What people do in every story."""

from playwright.sync_api import Locator, Page, expect

from tests.factories import PASSWORD

__all__ = ["expect", "log_in"]


def log_in(page: Page, user) -> None:
    """Through the login page, as the person would."""
    page.goto("/login/")
    page.get_by_label("اسم المستخدم أو البريد الإلكتروني").fill(user.username)
    page.get_by_label("كلمة المرور", exact=True).fill(PASSWORD)
    lead_on(page.get_by_role("button", name="دخول", exact=True))


def lead_on(button: Locator) -> None:
    """Click what leads to another page, and wait for it: a click by itself does not."""
    with button.page.expect_navigation():
        button.click()


def save(page: Page) -> None:
    """Send the form, and see what comes of it."""
    lead_on(page.get_by_role("button", name="حفظ").first)
