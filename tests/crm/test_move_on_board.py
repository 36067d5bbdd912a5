"""A card moved on the board: the same act as editing the status (rules: Stages), and the way back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.flows import edit_customer
from tests.factories import make_customer

BOARD = reverse("pipeline")


def move(seat, customer, status, query="", **facts):
    given = {"status": status, "version": customer.version, **facts}
    return seat.post(reverse("pipeline_move", args=[customer.pk]) + query, given)


def by_form(seat, customer, status, **facts):
    given = {"status": status, "version": customer.version, "next": BOARD, **facts}
    return seat.post(reverse("customer_status", args=[customer.pk]), given, follow=True)


def undo_of(page) -> str:
    [url] = {part.split('"')[1] for part in page.text.split("action=") if "/undo/" in part.split('"')[1]}
    return url


def test_the_card_comes_back_for_its_new_lane_with_all_figures(browser, customer):
    page = move(browser, customer, "qualified")
    customer.refresh_from_db()
    assert (page.status_code, customer.status, customer.version) == (200, "qualified", 2)
    assert f'id="deal-{customer.pk}" data-status="qualified"' in page.text
    for part in ("head-new", "head-qualified", "chip-qualified", "board-sum", "lane-closed"):
        assert f'id="{part}"' in page.text
    assert "نُقل" in page.text


def test_it_is_an_edit_like_any_other(browser, customer, agent):
    move(browser, customer, "qualified")
    latest = customer.history.order_by("-history_id").first()
    assert (latest.status, latest.history_user, latest.door, latest.version) == ("qualified", agent, "page", 2)


@pytest.mark.parametrize("status", ["lost", "on_hold"])
def test_what_has_no_lane_leaves_the_board(browser, customer, status):
    page = move(browser, customer, status, lost_reason="price")
    customer.refresh_from_db()
    assert customer.status == status
    assert 'class="deal"' not in page.text


def test_the_postponed_stay_where_their_lane_is_shown(browser, customer):
    assert 'class="deal"' in move(browser, customer, "on_hold", query="?hold=1").text


@pytest.mark.parametrize(
    ("status", "words"),
    [("converted", "تأتي مع تسجيل عملية بيع"), ("lost", "اختر سبب الخسارة"), ("sold", "اختر حالة العميل من القائمة")],
)
def test_a_refused_move_gives_the_card_back_and_says_why(browser, customer, status, words):
    page = move(browser, customer, status)
    customer.refresh_from_db()
    assert (page.status_code, customer.status, customer.version) == (422, "new", 1)
    assert f'id="deal-{customer.pk}" data-status="new"' in page.text
    assert words in page.text


def test_a_card_that_somebody_moved_meanwhile_comes_back_as_it_is(browser, customer, manager, now):
    facts = {"status": "viewing"}
    edit_customer(by=manager, at=now, customer_id=customer.pk, version=None, facts=facts)
    page = move(browser, customer, "qualified")
    customer.refresh_from_db()
    assert (page.status_code, customer.status) == (409, "viewing")
    assert 'data-status="viewing"' in page.text
    assert "قبل لحظات" in page.text


def test_the_figures_are_those_of_the_boards_filters(browser, agent):
    mine = make_customer(agent, priority="high")
    make_customer(agent, priority="low", status="qualified")
    page = move(browser, mine, "qualified", query="?priority=high")
    assert [entry["lane"].total.count for entry in page.context["lanes"]] == [0, 0, 1, 0, 0]


def test_a_form_does_the_same_and_comes_back_to_the_board(browser, customer):
    page = by_form(browser, customer, "contacted")
    customer.refresh_from_db()
    assert customer.status == "contacted"
    assert page.redirect_chain[-1][0] == BOARD


def test_a_form_refused_comes_back_to_the_board_too(browser, customer):
    page = by_form(browser, customer, "converted")
    assert page.redirect_chain[-1][0] == BOARD
    assert "تأتي مع تسجيل عملية بيع" in page.text
    stale = by_form(browser, customer, "viewing", version=7)
    assert "عُدّل هذا السجل" in stale.text


def test_losing_asks_why_on_a_page_that_goes_back_to_the_board(browser, customer):
    asked = browser.get(reverse("customer_status", args=[customer.pk]), {"next": BOARD})
    assert f'href="{BOARD}"' in asked.text
    lost = browser.post(
        reverse("customer_status", args=[customer.pk]) + f"?next={BOARD}", {"status": "lost", "lost_reason": "price"}
    )
    assert lost.headers["Location"] == BOARD


def test_undo_moves_it_back(browser, customer):
    undo = undo_of(by_form(browser, customer, "lost", lost_reason="price"))
    page = browser.post(undo, follow=True)
    customer.refresh_from_db()
    assert (customer.status, customer.lost_reason) == ("new", "")
    assert page.redirect_chain[-1][0] == BOARD
    assert "عاد" in page.text


def test_undo_of_coming_back_brings_the_reason_back(browser, agent):
    customer = make_customer(agent, status="lost", lost_reason="no_answer")
    browser.post(undo_of(by_form(browser, customer, "contacted")))
    customer.refresh_from_db()
    assert (customer.status, customer.lost_reason) == ("lost", "no_answer")


def test_undo_after_another_edit_changes_nothing(browser, customer, agent, now):
    undo = undo_of(by_form(browser, customer, "viewing"))
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=None, facts={"city": "جدة"})
    page = browser.post(undo, follow=True)
    customer.refresh_from_db()
    assert customer.status == "viewing"
    assert "لم يُتراجع عن شيء" in page.text


def test_a_move_to_where_it_is_offers_no_way_back(browser, customer):
    page = by_form(browser, customer, "new")
    assert "/undo/" not in page.text


@pytest.mark.parametrize(("name", "args"), [("pipeline_move", []), ("customer_status_undo", [1])])
def test_anothers_customer_is_not_there(browser, foreign_customer, name, args):
    answer = browser.post(reverse(name, args=[foreign_customer.pk, *args]), {"status": "lost", "lost_reason": "price"})
    foreign_customer.refresh_from_db()
    assert (answer.status_code, foreign_customer.status) == (404, "new")


def test_a_move_costs_the_same_however_many_there_are(browser, agent, django_assert_max_num_queries):
    few, many = make_customer(agent), make_customer(agent)
    with django_assert_max_num_queries(20) as first:
        move(browser, few, "viewing")
    for _ in range(40):
        make_customer(agent, status="viewing")
    with django_assert_max_num_queries(20) as second:
        move(browser, many, "viewing")
    assert len(first) == len(second)


def test_undo_gives_back_the_days_in_the_stage(browser, agent, now):
    customer = make_customer(agent, at=now - timedelta(days=40))
    began = now - timedelta(days=30)
    edit_customer(by=agent, at=began, customer_id=customer.pk, version=None, facts={"status": "viewing"})
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=None, facts={"priority": "high"})
    customer.refresh_from_db()
    browser.post(undo_of(by_form(browser, customer, "negotiating")))
    customer.refresh_from_db()
    assert (customer.status, customer.status_changed_at) == ("viewing", began)
