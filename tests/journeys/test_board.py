"""A customer moves on the board: dragged with a mouse and with a finger, by the menu, lost with a reason, and back."""

import pytest

from crm.flows import edit_customer
from tests.factories import make_customer
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

BOARD = "/customers/board/"


def lane(page, name):
    return page.get_by_role("region", name=name, exact=True)


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, card, zone):
    """As a hand does: press, set out, arrive, let go."""
    x, y = middle(card)
    to_x, to_y = middle(zone)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y, steps=3)
    page.mouse.move(to_x, to_y, steps=10)
    page.mouse.up()


def count(page, code):
    return page.locator(f"#head-{code} .count")


def test_a_card_is_dragged_to_another_lane_and_taken_back(page, agent):
    customer = make_customer(agent, name="بندر الدوسري", budget="1200000")
    make_customer(agent, name="هند العمري", status="qualified")
    log_in(page, agent)
    page.goto(BOARD)
    drag(page, page.locator(f"#deal-{customer.pk}"), lane(page, "مؤهل"))
    expect(lane(page, "مؤهل").get_by_role("link", name="بندر الدوسري")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("نُقل «بندر الدوسري» إلى «مؤهل»")
    expect(count(page, "new")).to_have_text("0")
    expect(count(page, "qualified")).to_have_text("2")
    customer.refresh_from_db()
    assert customer.status == "qualified"
    page.get_by_role("status").get_by_role("button", name="تراجع").click()
    expect(lane(page, "جديد").get_by_role("link", name="بندر الدوسري")).to_be_visible()
    expect(count(page, "qualified")).to_have_text("1")
    customer.refresh_from_db()
    assert customer.status == "new"


def test_a_card_cannot_be_dropped_on_a_sale(page, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(page, agent)
    page.goto(BOARD)
    drag(page, page.locator(f"#deal-{customer.pk}"), page.locator("[data-drop=converted]"))
    expect(page.get_by_role("alert")).to_contain_text("تأتي مع تسجيل عملية بيع")
    expect(lane(page, "جديد").get_by_role("link", name="بندر الدوسري")).to_be_visible()


def test_a_card_that_a_colleague_moved_goes_where_it_is(page, agent, manager, now):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(page, agent)
    page.goto(BOARD)
    edit_customer(by=manager, at=now, customer_id=customer.pk, version=None, facts={"status": "negotiating"})
    drag(page, page.locator(f"#deal-{customer.pk}"), lane(page, "مؤهل"))
    expect(page.get_by_role("alert")).to_contain_text("قبل لحظات")
    expect(lane(page, "تفاوض").get_by_role("link", name="بندر الدوسري")).to_be_visible()


def test_a_press_without_a_drag_opens_the_customer(page, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(page, agent)
    page.goto(BOARD)
    page.get_by_role("link", name="بندر الدوسري").click()
    page.wait_for_url(f"**/customers/{customer.pk}/")


def test_losing_asks_why_and_escape_leaves_all_as_it_was(page, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(page, agent)
    page.goto(BOARD)
    dialog = page.get_by_role("dialog", name="لماذا خسرنا هذا العميل؟")
    drag(page, page.locator(f"#deal-{customer.pk}"), page.locator("[data-drop=lost]"))
    expect(dialog).to_contain_text("بندر الدوسري")
    page.keyboard.press("Escape")
    expect(lane(page, "جديد").get_by_role("link", name="بندر الدوسري")).to_be_visible()
    drag(page, page.locator(f"#deal-{customer.pk}"), page.locator("[data-drop=lost]"))
    dialog.get_by_label("لا يرد").check()
    dialog.get_by_role("button", name="نقل إلى «خسارة»").click()
    expect(page.locator("#lane-closed")).to_contain_text("بندر الدوسري")
    expect(page.locator("#lane-closed")).to_contain_text("لا يرد")
    customer.refresh_from_db()
    assert (customer.status, customer.lost_reason) == ("lost", "no_answer")


def test_the_keyboard_moves_a_card_by_its_menu(page, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(page, agent)
    page.goto(BOARD)
    page.get_by_role("button", name="نقل بندر الدوسري إلى مرحلة أخرى").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("مؤهل")
    page.keyboard.press("Enter")
    expect(lane(page, "مؤهل").get_by_role("link", name="بندر الدوسري")).to_be_visible()
    expect(page.locator(":focus")).to_have_accessible_name("نقل بندر الدوسري إلى مرحلة أخرى")
    customer.refresh_from_db()
    assert customer.status == "qualified"


@pytest.fixture
def finger(phone):
    """touch("touchStart", x, y): one finger on the phone."""
    hand = phone.context.new_cdp_session(phone)

    def touch(kind, *at):
        points = [{"x": at[0], "y": at[1]}] if at else []
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def test_a_finger_that_rests_on_a_card_drags_it(phone, finger, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(phone, agent)
    phone.goto(BOARD)
    x, y = middle(phone.locator(f"#deal-{customer.pk}"))
    finger("touchStart", x, y)
    phone.wait_for_selector(".deal.dragging")
    finger("touchMove", 20, y)  # at the edge the board goes on to the lanes that are out of sight
    expect(phone.get_by_role("link", name="تم التواصل 0")).to_have_attribute("aria-current", "true")
    finger("touchMove", x, y)
    expect(phone.locator(".slot")).to_be_visible()
    finger("touchEnd")
    expect(phone.get_by_role("status")).to_contain_text("نُقل «بندر الدوسري»")
    customer.refresh_from_db()
    assert customer.status in ("contacted", "qualified")  # as far as the board went by then


def test_a_finger_that_moves_at_once_scrolls(phone, finger, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(phone, agent)
    phone.goto(BOARD)
    _x, y = middle(phone.locator(f"#deal-{customer.pk}"))
    finger("touchStart", 60, y)
    for x in range(80, 360, 20):
        finger("touchMove", x, y)
    finger("touchEnd")
    expect(phone.get_by_role("link", name="تم التواصل 0")).to_have_attribute("aria-current", "true")
    customer.refresh_from_db()
    assert customer.status == "new"


def test_the_menu_moves_a_card_on_a_phone_and_the_chips_lead_to_its_lane(phone, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(phone, agent)
    phone.goto(BOARD)
    phone.get_by_role("button", name="نقل بندر الدوسري إلى مرحلة أخرى").tap()
    phone.locator(f"#move-{customer.pk}").get_by_role("button", name="معاينة").tap()
    chip = phone.get_by_role("navigation", name="المراحل").get_by_role("link", name="معاينة 1")
    chip.tap()
    expect(phone.get_by_role("link", name="بندر الدوسري")).to_be_in_viewport()
    expect(chip).to_have_attribute("aria-current", "true")


def test_the_menu_needs_no_script(scriptless, agent):
    customer = make_customer(agent, name="بندر الدوسري")
    log_in(scriptless, agent)
    scriptless.goto(BOARD)
    scriptless.get_by_role("button", name="نقل بندر الدوسري إلى مرحلة أخرى").tap()
    scriptless.locator(f"#move-{customer.pk}").get_by_role("button", name="تفاوض").tap()
    expect(lane(scriptless, "تفاوض").get_by_role("link", name="بندر الدوسري")).to_have_count(1)
    scriptless.get_by_role("button", name="نقل بندر الدوسري إلى مرحلة أخرى").tap()
    scriptless.locator(f"#move-{customer.pk}").get_by_role("link", name="خسارة، مع السبب…").tap()
    scriptless.get_by_label("السعر مرتفع").check()
    scriptless.get_by_role("button", name="نقل إلى «خسارة»").tap()
    expect(scriptless.locator("#lane-closed")).to_contain_text("بندر الدوسري")
    customer.refresh_from_db()
    assert (customer.status, customer.lost_reason) == ("lost", "price")
