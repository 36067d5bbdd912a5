"""Today: what an agent does now (rules: Today's list; api: dashboard)."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from properties.flows import tell_match
from realty_crm.today import day_sentence, in_words
from tests.factories import make_customer, make_followup, make_interaction, make_property, make_request

AFTERNOON = datetime(2026, 11, 23, 14, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def afternoon(monkeypatch):
    """A Monday at two in the afternoon, so that «later today» is there."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AFTERNOON)
    return AFTERNOON


def test_the_head_greets_and_dates_in_both_calendars(browser, afternoon):
    page = browser.get("/").text
    assert "مساء الخير يا سارة" in page
    assert "الاثنين 23 نوفمبر 2026" in page
    assert "13 جمادى الآخرة 1448 هـ" in page


def test_overdue_stand_above_todays_and_later_days_do_not_show(browser, customer, afternoon):
    make_followup(customer, title="مساءً", due_date=afternoon + timedelta(hours=3))
    make_followup(customer, title="من أمس", due_date=afternoon - timedelta(days=1))
    make_followup(customer, title="بعد غد", due_date=afternoon + timedelta(days=2))
    page = browser.get("/").text
    assert page.index("من أمس") < page.index("مساءً")
    assert "منذ أمس" in page
    assert "5:00 م" in page
    assert "بعد غد" not in page
    assert "متابعة واحدة متأخرة، وواحدة لليوم." in page


def test_a_lead_waits_until_somebody_calls(browser, agent, afternoon):
    lead = make_customer(agent, name="هند العمري", source="digital_card", at=afternoon - timedelta(minutes=12))
    page = browser.get("/").text
    assert "في الانتظار منذ 12 دقيقة" in page
    assert "هند العمري</bdi> بانتظار اتصالك" in page
    make_interaction(lead, at=afternoon)
    assert "في الانتظار" not in browser.get("/").text


def test_a_customer_silent_for_thirty_days_shows_until_a_followup_is_planned(browser, agent, afternoon):
    long_ago = afternoon - timedelta(days=40)
    silent = make_customer(agent, name="ماجد الرشيدي", status="contacted", at=long_ago)
    make_interaction(silent, at=long_ago)
    assert "بلا تواصل منذ 30 يومًا" in browser.get("/").text
    make_followup(silent, at=afternoon)
    assert "بلا تواصل منذ 30 يومًا" not in browser.get("/").text


def test_how_long_is_silent_is_said_as_it_is_set(browser, agent, afternoon, settings):
    settings.SILENT_AFTER_DAYS = 2
    silent = make_customer(agent, status="contacted", at=afternoon - timedelta(days=4))
    make_interaction(silent, at=afternoon - timedelta(days=3))
    assert "بلا تواصل منذ يومين" in browser.get("/").text


def test_figures_count_what_they_say(browser, agent, afternoon):
    met = make_customer(agent, at=afternoon - timedelta(days=3))
    make_interaction(met, at=afternoon - timedelta(days=3) + timedelta(minutes=14))
    make_customer(agent, at=afternoon - timedelta(days=20))
    make_followup(met, due_date=afternoon - timedelta(hours=1))
    figures = browser.get("/").context["today"].figures
    assert (figures.customers, figures.new_customers, figures.waiting) == (2, 1, 1)
    assert (figures.overdue, figures.later_today, figures.interactions) == (1, 0, 1)
    assert figures.response == ("14", "دقيقة")


def test_what_is_more_than_was_counted_says_so(browser, agent, afternoon, monkeypatch):
    monkeypatch.setattr("realty_crm.today.MOST_SHOWN", 2)
    monkeypatch.setattr("realty_crm.today.MOST_CONTACTS", 2)
    for day in range(4):
        customer = make_customer(agent, at=afternoon - timedelta(days=day))
        make_followup(customer, due_date=afternoon - timedelta(days=1))
        make_followup(customer, due_date=afternoon + timedelta(hours=1))
        make_interaction(customer, at=afternoon - timedelta(hours=day))
    page = browser.get("/").text
    assert "أكثر من متابعتين متأخرة، وأكثر من 2 لليوم." in page
    assert page.count('<bdi dir="ltr">2+</bdi>') >= 4
    assert "في الأيام السبعة قبلها: 0" in page
    assert "+3" not in page


def test_nothing_of_another_agents_shows(browser, customer, foreign_customer, afternoon):
    make_followup(foreign_customer, title="سر الزميل", due_date=afternoon)
    page = browser.get("/").text
    assert "سر الزميل" not in page
    assert foreign_customer.name not in page


def test_a_manager_sees_everybodys_by_name_or_one_agents(manager_browser, customer, foreign_customer, afternoon):
    make_followup(foreign_customer, title="لعمر", due_date=afternoon - timedelta(days=1))
    assert "عمر الغامدي" in manager_browser.get("/").text
    one = manager_browser.get(f"/?owner={customer.owner_id}")
    assert "لعمر" not in one.text
    assert one.context["today"].figures.customers == 1


def test_done_from_today_comes_back_to_it_with_a_word(browser, followup):
    page = browser.post(f"/followups/{followup.pk}/complete/", {"next": "/"}, follow=True)
    assert page.request["PATH_INFO"] == "/"
    assert f"تمت متابعة {followup.customer.name}" in page.text


def test_an_orderly_day_says_so(browser, customer):
    assert "يومك مرتّب." in browser.get("/").text


def test_an_empty_book_leads_to_the_first_customer(browser):
    page = browser.get("/").text
    assert "أول عميل يبدأ من هنا" in page
    assert "/customers/new/" in page


def test_queries_do_not_grow_with_rows(agent, manager, afternoon, django_assert_max_num_queries):
    def cost(user):
        client = Client()
        client.force_login(user, backend="core.login.UsernameOrEmailBackend")
        with django_assert_max_num_queries(12) as queries:
            client.get("/")
        return len(queries)

    def add(rows):
        for row in range(rows):
            customer = make_customer(agent, at=afternoon - timedelta(days=row % 3))
            make_followup(customer, due_date=afternoon + timedelta(hours=row % 9 - 5))
            make_interaction(make_customer(agent, at=afternoon - timedelta(days=50)), at=afternoon - timedelta(days=45))

    add(5)
    few = (cost(agent), cost(manager))
    add(95)
    assert (cost(agent), cost(manager)) == few


@pytest.mark.parametrize(
    ("overdue", "later", "words"),
    [
        (0, 0, "لا متابعات اليوم."),
        (0, 2, "متابعتان لليوم."),
        (1, 0, "متابعة واحدة متأخرة."),
        (2, 1, "متابعتان متأخرتان، وواحدة لليوم."),
        (3, 5, "3 متابعات متأخرة، و5 لليوم."),
        (11, 2, "11 متابعة متأخرة، واثنتان لليوم."),
    ],
)
def test_the_days_sentence_agrees(overdue, later, words):
    assert day_sentence(overdue, later) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, ("أقل من دقيقة", "")),
        (2, ("دقيقتان", "")),
        (14, ("14", "دقيقة")),
        (180, ("3", "ساعات")),
        (5000, ("3", "أيام")),
    ],
)
def test_a_span_is_said_in_one_unit_that_agrees(minutes, words):
    assert in_words(timedelta(minutes=minutes)) == words


def test_a_fresh_match_that_fits_well_stands_on_the_day(browser, agent, afternoon):
    wish = make_request(make_customer(agent, name="عبدالله الشهري"), budget_max=Decimal(2_000_000))
    make_property(agent, title="فيلا الملقا")
    make_request(make_customer(agent, name="طلب بلا شروط"))  # sixty: listed, and no news of the day
    page = browser.get("/").text
    assert "مطابقات جديدة" in page
    assert page.count("نسبة المطابقة") == 1
    assert "فيلا الملقا" in page
    tell_match(by=agent, at=afternoon, match_id=wish.matches.get().pk, version=None, status="sent")
    assert "مطابقات جديدة" not in browser.get("/").text
