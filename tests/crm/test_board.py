"""The customers as a board: lanes, their order and figures, and what each card tells (product: Pages)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from core.dates import month_start
from crm.board import AT_ONCE, MOST_SHOWN, Board
from crm.models import Customer
from tests.factories import make_customer, make_followup

BOARD = reverse("pipeline")
LANES = ["new", "contacted", "qualified", "viewing", "negotiating"]


def lane(page, status):
    [entry] = [entry for entry in page.context["lanes"] if entry["lane"].status == status]
    return entry


def names(page, status="new") -> list[str]:
    return [card["customer"].name for card in lane(page, status)["cards"]]


def test_a_lane_for_each_open_status_with_its_number_and_its_budgets(browser, agent, foreign_customer):
    make_customer(agent, name="ريم", budget="1200000")
    make_customer(agent, budget="300000")
    make_customer(agent, status="viewing")
    page = browser.get(BOARD)
    assert [entry["lane"].status for entry in page.context["lanes"]] == LANES
    total = lane(page, "new")["lane"].total
    assert (total.count, total.amount, total.is_exact) == (2, Decimal("1500000.00"), True)
    assert "3 عملاء نشطين، بقيمة" in page.text
    assert foreign_customer.name not in page.text


def test_what_is_late_comes_first_and_who_has_nothing_planned_last(browser, agent, now):
    for name, days in (("بعد غد", 2), ("متأخر", -3), ("غدًا", 1)):
        make_followup(make_customer(agent, name=name), due_date=now + timedelta(days=days))
    for name, days in (("انتظر قليلًا", 1), ("انتظر طويلًا", 9)):
        make_customer(agent, name=name, at=now - timedelta(days=days))
    assert names(browser.get(BOARD)) == ["متأخر", "غدًا", "بعد غد", "انتظر طويلًا", "انتظر قليلًا"]


def test_a_card_tells_what_is_wanted_how_long_and_what_is_next(browser, agent, now):
    customer = make_customer(agent, name="ريم", kind="buyer", city="الرياض", districts=["النرجس"], budget="1450000")
    make_followup(customer, due_date=now - timedelta(days=2))
    Customer.objects.update(status_changed_at=now - timedelta(days=15, minutes=1))
    page = browser.get(BOARD)
    [card] = lane(page, "new")["cards"]
    assert (card["wants"], card["age"], card["is_slow"], card["is_late"]) == ("مشترٍ، النرجس", "15 يومًا", True, True)
    assert '<span class="age bad"' in page.text
    assert "1.45" in page.text


@pytest.mark.parametrize(("facts", "words"), [({"city": "جدة"}, "جدة"), ({"kind": "tenant"}, "مستأجر"), ({}, "")])
def test_what_is_not_known_is_not_said(browser, agent, facts, words):
    make_customer(agent, **facts)
    page = browser.get(BOARD)
    assert lane(page, "new")["cards"][0]["wants"] == words
    assert "بلا متابعة قادمة" in page.text
    assert "بلا ميزانية" in page.text


def test_what_closed_this_month_stands_at_the_end_with_why(browser, agent, now):
    make_customer(agent, name="خسرناه الآن", status="lost", lost_reason="price")
    make_customer(agent, name="خسرناه قديمًا", status="lost", lost_reason="price")
    old = Customer.objects.filter(name="خسرناه قديمًا")
    old.update(status_changed_at=month_start(now) - timedelta(seconds=1))
    page = browser.get(BOARD)
    [_converted, lost] = page.context["board"].closed
    assert [row.name for row in lost.customers] == ["خسرناه الآن"]
    assert lost.total.count == 1
    assert "السعر مرتفع" in page.text


def test_the_postponed_open_as_a_lane_when_asked(browser, agent):
    make_customer(agent, name="مؤجل سعيد", status="on_hold")
    assert "مؤجل سعيد" not in browser.get(BOARD).text
    assert names(browser.get(BOARD, {"hold": "1"}), "on_hold") == ["مؤجل سعيد"]


def test_the_lists_filters_are_kept_and_each_can_be_taken_off(browser, agent):
    make_customer(agent, name="أحمد", tags=["جاد"], priority="high", source="whatsapp")
    make_customer(agent, name="غيره")
    query = {"search": "احمد", "tags": "جاد", "priority": "high", "source": "whatsapp", "status": "lost"}
    page = browser.get(BOARD, query)
    assert names(page) == ["أحمد"]
    assert lane(page, "new")["lane"].total.count == 1
    assert [chip.value for chip in page.context["panel"].chips] == ["احمد", "مرتفعة", "واتساب", "جاد"]


def test_a_wrong_filter_is_said_and_does_not_count(browser, agent):
    make_customer(agent, name="باقٍ")
    page = browser.get(BOARD, {"min_budget": "مليونان ونصف", "show_new": "كثير", "hold": "نعم"})
    assert names(page) == ["باقٍ"]
    assert "لم تُطبَّق بعض عوامل التصفية" in page.text


def test_a_manager_sees_all_or_one_agents_and_a_card_says_whose_it_is(manager_browser, agent, teammate):
    make_customer(agent, name="لسارة")
    make_customer(teammate, name="لعمر")
    everybody = manager_browser.get(BOARD)
    assert set(names(everybody)) == {"لسارة", "لعمر"}
    assert {card["owner"] for card in lane(everybody, "new")["cards"]} == {"سارة القحطاني", "عمر الغامدي"}
    assert names(manager_browser.get(BOARD, {"owner": teammate.pk})) == ["لعمر"]
    assert names(manager_browser.get(BOARD, {"owner": "987654321"})) == []


def test_an_agents_owner_filter_shows_nobody_elses(browser, agent, foreign_customer, teammate):
    assert foreign_customer.name not in browser.get(BOARD, {"owner": teammate.pk}).text


def test_more_cards_come_by_a_link_and_by_htmx_alone(browser, agent):
    for _ in range(AT_ONCE + 2):
        make_customer(agent)
    page = browser.get(BOARD)
    assert len(names(page)) == AT_ONCE
    assert "عرض اثنين آخرين" in page.text
    further = lane(page, "new")["further"]
    assert len(names(browser.get(further))) == AT_ONCE + 2
    alone = browser.get(further, headers={"HX-Request": "true", "HX-Target": "lane-new"})
    assert alone.text.count('class="deal"') == AT_ONCE + 2
    assert "<html" not in alone.text


def test_a_lane_shows_no_more_than_a_person_reads(browser, agent):
    assert browser.get(BOARD, {"show_new": "9" * 18}).status_code == 200
    board = Board(Customer.objects.all(), Customer.objects.all(), agent.date_joined, cards={"new": MOST_SHOWN * 9})
    assert board.lanes[0].customers == []


@pytest.mark.parametrize("search", [{}, {"search": "عميل"}])
def test_beyond_what_is_counted_figures_say_at_least(browser, agent, monkeypatch, search):
    monkeypatch.setattr("core.counting.MOST_COUNTED", 3)
    for _ in range(5):
        make_customer(agent, budget="1000000")
    page = browser.get(BOARD, search)
    total = lane(page, "new")["lane"].total
    assert (total.count, total.is_exact) == (3, False)
    assert "أكثر من 3 عملاء نشطين، بقيمة تزيد على" in page.text


def test_a_filtered_lane_that_was_not_read_to_its_end_is_not_said_to_be_empty(browser, agent, monkeypatch):
    for status in ("new", "new", "new", "new", "viewing"):
        make_customer(agent, status=status)
    monkeypatch.setattr("core.counting.MOST_COUNTED", 1)
    page = browser.get(BOARD, {"search": "عميل"})
    assert [entry["lane"].total.is_exact for entry in page.context["lanes"]] == [False] * 5
    assert len(names(page, "viewing")) == 1


def test_an_empty_board_says_what_it_will_show(browser):
    assert "لا أحد على اللوحة بعد" in browser.get(BOARD).text


@pytest.mark.parametrize("seat", ["browser", "manager_browser"])
def test_the_board_costs_the_same_for_five_rows_and_a_hundred(request, seat, agent, django_assert_max_num_queries):
    seated = request.getfixturevalue(seat)
    for number in range(5):
        make_customer(agent, status=LANES[number])
    with django_assert_max_num_queries(6) as few:
        seated.get(BOARD)
    for number in range(95):
        make_customer(agent, status=LANES[number % 5], budget="1000")
    with django_assert_max_num_queries(6) as many:
        seated.get(BOARD, {"search": "عميل", "priority": "medium", "hold": "1", "show_new": "60"})
    assert len(few) == len(many)
