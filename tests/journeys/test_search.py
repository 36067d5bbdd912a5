"""Search from anywhere: found in any spelling, marked, opened by the keyboard; on a phone and without a script."""

import pytest

from tests.factories import make_customer
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def people(agent):
    ahmad = make_customer(agent, name="أحمد بن عبد الرحمن القحطانى", phone="0521110042")
    make_customer(agent, name="هند العمري", phone="0529998877")
    return ahmad


def box(page):
    return page.get_by_role("combobox", name="بحث في كل شيء")


@pytest.mark.parametrize("typed", ["احمد القحطاني", "٠٥٢١١١٠٠٤٢", "0042", "عبدالرحمن"])
def test_a_customer_is_opened_by_the_keyboard_alone(page, agent, people, typed):
    log_in(page, agent)
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")  # before the answer has come: it opens what the answer brings, not what stood there
    page.wait_for_url(f"**/customers/{people.pk}/")


def test_arrows_walk_over_all_groups_and_escape_closes(page, agent, people):
    log_in(page, agent)
    page.keyboard.press("/")
    page.keyboard.type("احمد")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("أحمد بن عبد الرحمن")
    expect(page.locator("#palette mark")).to_have_text("أحمد")
    expect(page.locator("#palette-told")).to_have_text("نتيجة واحدة")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_contact_is_logged_from_the_palette(page, agent, people):
    log_in(page, agent)
    page.keyboard.press("Control+k")
    page.keyboard.type("0042")
    page.get_by_role("option", name="تسجيل تواصل مع أحمد").click()
    page.wait_for_url(f"**/customers/{people.pk}/?log=call#log")


def test_the_slash_goes_to_the_lists_own_field_and_the_chord_to_the_palette(page, agent, people):
    log_in(page, agent)
    page.goto("/customers/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="بحث في العملاء")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_phone_searches_by_its_icon(phone, agent, people):
    log_in(phone, agent)
    phone.get_by_role("link", name="بحث", exact=True).tap()
    expect(phone.get_by_role("option").first).to_be_visible()
    box(phone).fill("٠٥٢١١١")
    expect(phone.locator("#palette mark")).to_have_text("052 111")
    phone.get_by_role("option", name="أحمد").first.tap()
    phone.wait_for_url(f"**/customers/{people.pk}/")


def test_without_a_script_it_is_a_page(scriptless, agent, people):
    log_in(scriptless, agent)
    scriptless.get_by_role("link", name="بحث", exact=True).tap()
    scriptless.get_by_role("searchbox", name="بحث في كل شيء").fill("0042")
    scriptless.keyboard.press("Enter")
    scriptless.get_by_role("link", name="أحمد بن عبد الرحمن القحطانى").first.tap()
    expect(scriptless.get_by_role("heading", name="أحمد بن عبد الرحمن القحطانى").first).to_be_visible()
