"""The list of customers as its page shows it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_customer, make_followup, make_interaction

LIST = reverse("customer_list")


def names(page) -> list[str]:
    return [row["customer"].name for row in page.context["page"].object_list]


def test_an_agent_sees_its_own_customers_newest_first(browser, agent, foreign_customer):
    make_customer(agent, name="أول")
    make_customer(agent, name="ثانٍ")
    assert names(browser.get(LIST)) == ["ثانٍ", "أول"]


@pytest.mark.parametrize("query", ["عبدالله", "عبد الله القحطاني", "٠٥٢١٢٣٤", "4567", "A@EXAMPLE"])
def test_a_customer_is_found_by_any_spelling_of_name_phone_and_email(browser, agent, query):
    make_customer(agent, name="عبد اللّه القحطاني", phone="0521234567", email="a@example.com")
    make_customer(agent, name="غيره")
    assert names(browser.get(LIST, {"search": query})) == ["عبد اللّه القحطاني"]


def test_filters_narrow_the_list_and_show_as_chips(browser, agent):
    make_customer(agent, name="مؤهل", status="qualified", budget="900000", tags=["نقدًا"])
    make_customer(agent, name="جديد", budget="2000000")
    query = {"status": ["qualified", "viewing"], "max_budget": "١٫٢ مليون", "tags": "نقدًا، آخر"}
    page = browser.get(LIST, query)
    assert names(page) == ["مؤهل"]
    assert [(chip.label, chip.value) for chip in page.context["panel"].chips] == [
        ("الحالة", "مؤهل، معاينة"),
        ("الوسوم", "نقدًا، آخر"),
        ("الميزانية", "إلى 1.2 مليون"),
    ]


def test_a_chips_link_takes_its_filter_off_and_keeps_the_others(browser, agent):
    page = browser.get(LIST, {"status": "new", "min_budget": "5", "max_budget": "9", "page": "2"})
    assert [chip.without for chip in page.context["panel"].chips] == ["?min_budget=5&max_budget=9", "?status=new"]


def test_an_impossible_filter_is_named_ignored_and_kept_as_typed(browser, agent):
    make_customer(agent, name="باقٍ")
    page = browser.get(LIST, {"min_budget": "مليونان ونصف", "status": "xyz", "date_from": "2026-13-01"})
    assert page.status_code == 200
    assert names(page) == ["باقٍ"]
    assert 'value="مليونان ونصف"' in page.text
    assert 'value="2026-13-01"' in page.text
    assert len(page.context["panel"].errors) == 3


def test_the_tabs_answer_whom_to_call(browser, agent, now):
    make_customer(agent, name="لم يُتصل به")
    called = make_customer(agent, name="اتُّصل به", status="contacted")
    make_interaction(called)
    late = make_customer(agent, name="متأخر", status="viewing")
    make_followup(late, due_date=now - timedelta(days=1))
    assert names(browser.get(LIST, {"tab": "uncalled"})) == ["لم يُتصل به"]
    assert set(names(browser.get(LIST, {"tab": "idle"}))) == {"لم يُتصل به", "اتُّصل به"}
    assert names(browser.get(LIST, {"tab": "overdue"})) == ["متأخر"]


def test_a_manager_sees_everybody_and_may_choose_one_agent(manager_browser, agent, teammate):
    make_customer(agent, name="لسارة")
    make_customer(teammate, name="لعمر")
    assert set(names(manager_browser.get(LIST))) == {"لسارة", "لعمر"}
    assert names(manager_browser.get(LIST, {"owner": teammate.pk})) == ["لعمر"]


def test_pages_go_on_and_a_page_past_the_end_shows_the_last(browser, agent):
    for _ in range(21):
        make_customer(agent)
    assert len(names(browser.get(LIST))) == 20
    assert "1 إلى 20 من 21 عميلًا" in browser.get(LIST).text
    assert len(names(browser.get(LIST, {"page": "9" * 30}))) == 1


def test_pages_go_on_beyond_what_is_counted(browser, agent, monkeypatch):
    monkeypatch.setattr("core.pages.MOST_COUNTED", 20)
    for _ in range(45):
        make_customer(agent)
    last = browser.get(LIST, {"page": "3"})
    assert len(names(last)) == 5
    assert "من أكثر من 20" in last.text
    assert "page=4" not in last.text
    assert "page=3" in browser.get(LIST, {"page": "2"}).text


def test_an_empty_book_says_how_to_begin_and_an_empty_search_what_to_try(browser):
    assert "لا يوجد عملاء بعد" in browser.get(LIST).text
    assert "لا توجد نتائج لبحثك «س»" in browser.get(LIST, {"search": "س"}).text


@pytest.mark.parametrize("seat", ["browser", "manager_browser"])
def test_the_list_costs_the_same_for_five_rows_and_a_hundred(request, seat, agent, django_assert_max_num_queries):
    seated = request.getfixturevalue(seat)
    for _ in range(5):
        make_customer(agent)
    with django_assert_max_num_queries(6) as few:
        seated.get(LIST)
    for _ in range(95):
        make_customer(agent)
    with django_assert_max_num_queries(6) as many:
        seated.get(LIST, {"search": "عميل", "status": "new", "ordering": "-priority"})
    assert len(few) == len(many)
