"""Search everywhere: customers however they are spelled, the likeliest first, and what one can do (product: Pages)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.search import LONGEST_QUERY
from realty_crm.found import IN_LIST
from tests.factories import make_customer, make_interaction

SEARCH = reverse("search")
AS_TYPED = {"HX-Request": "true"}


def ask(seat, query, headers=AS_TYPED):
    return seat.post(SEARCH, {"q": query}, headers=headers)


def titles(page) -> list[str]:
    found = page.context["found"]
    return [hit.title.replace("<mark>", "").replace("</mark>", "") for group in found.groups for hit in group.hits]


def commands(page) -> list[str]:
    return [command.label for command in page.context["found"].commands]


@pytest.mark.parametrize(
    "query",
    ["احمد القحطاني", "عبدالرحمن", "القحطاني أحمد", "٠٥٢١١١٠٠٤٢", "+966 52 111 0042", "521110042", "0042", "A@EXAMPLE"],
)
def test_a_customer_is_found_in_any_spelling(browser, agent, query):
    make_customer(agent, name="أحمد بن عبد الرحمن القحطانى", phone="0521110042", email="a@example.com")
    make_customer(agent, name="هند العمري", phone="0529998877")
    assert titles(ask(browser, query)) == ["أحمد بن عبد الرحمن القحطانى"]


def test_what_was_asked_for_is_marked(browser, agent):
    make_customer(agent, name="أحمد العتيبي", phone="0521110042", email="x.otaibi@example.com")
    assert "<mark>أحمد</mark> العتيبي" in ask(browser, "احمد").text
    assert "052 111 <mark>0042</mark>" in ask(browser, "0042").text
    assert "x.<mark>otaibi</mark>@example.com" in ask(browser, "otaibi").text
    assert "example.com" not in ask(browser, "احمد").text


def test_the_number_that_is_one_customers_goes_first(browser, agent, now):
    make_customer(agent, name="رقمه كامل", phone="0521234567", at=now - timedelta(days=9))
    make_customer(agent, name="رقم الواتساب", whatsapp="0521234567")
    make_customer(agent, name="ينتهي به", phone="+971521234567")
    assert titles(ask(browser, "0521234567"))[0] in ("رقمه كامل", "رقم الواتساب")
    assert titles(ask(browser, "521234567"))[-1] == "ينتهي به"


def test_names_that_begin_so_come_first_then_the_last_spoken_to(browser, agent, now):
    old = now - timedelta(days=30)
    make_customer(agent, name="سعد محمد", at=now)
    silent = make_customer(agent, name="محمد الصامت", at=old)
    spoken = make_customer(agent, name="محمد المتحدث", at=old)
    make_interaction(spoken, at=now)
    assert titles(ask(browser, "محمد")) == [spoken.name, silent.name, "سعد محمد"]


def test_the_last_four_digits_come_before_the_same_within(browser, agent, now):
    for number in range(IN_LIST + 1):
        make_customer(agent, phone=f"0521234{number:03d}", at=now)
    make_customer(agent, name="ينتهي بها", phone="0529991234", at=now - timedelta(days=90))
    assert titles(ask(browser, "1234"))[0] == "ينتهي بها"


def test_a_name_that_many_have_ends_at_the_limit_and_leads_to_all(browser, agent):
    for _ in range(IN_LIST + 2):
        make_customer(agent, name="محمد السبيعي")
    page = ask(browser, "محمد")
    assert len(titles(page)) == IN_LIST
    [group] = page.context["found"].groups
    assert group.more_url.startswith(reverse("customer_list") + "?search=")
    assert group.more_url in page.text


def test_only_ones_own_rows(browser, manager_browser, foreign_customer):
    assert titles(ask(browser, foreign_customer.name)) == []
    assert titles(ask(browser, "0529999999")) == []
    page = ask(manager_browser, foreign_customer.name)
    assert titles(page) == [foreign_customer.name]
    assert "عمر الغامدي" in page.text


def test_before_anything_is_typed_the_last_spoken_to_and_the_usual_commands(browser, agent, now):
    make_customer(agent, name="قديم", at=now - timedelta(days=9))
    make_customer(agent, name="حديث", at=now)
    for query in ("", " ", "ا"):
        page = ask(browser, query)
        assert titles(page) == ["حديث", "قديم"]
    assert commands(ask(browser, ""))[:2] == ["عميل جديد", "المتابعات"]
    assert "<mark>" not in page.text


def test_commands_are_found_too_and_the_first_hit_brings_its_own(browser, agent):
    assert commands(ask(browser, "متابعات")) == ["المتابعات"]
    customer = make_customer(agent, name="ريم الحربي")
    page = ask(browser, "ريم")
    assert commands(page) == ["تسجيل تواصل مع ريم الحربي", "متابعة جديدة مع ريم الحربي"]
    assert f'href="/customers/{customer.pk}/?log=call#log"' in page.text


def test_nothing_found_says_so_with_what_was_typed(browser, customer):
    page = ask(browser, "قسورة <b>")
    assert "لا نتائج لـ «<bdi>قسورة &lt;b&gt;</bdi>»" in page.text
    assert titles(page) == []


@pytest.mark.parametrize(
    "query", ["\0\0\0", "%%%", "___", "\\\\", "'\"", "+++", "س" * 5000, "٠" * 300, "ـــ", "a b " * 90]
)
def test_strange_queries_are_answered(browser, customer, query):
    assert ask(browser, query).status_code == 200


def test_the_page_answers_without_a_script_and_keeps_what_was_typed(browser, agent):
    make_customer(agent, name="أحمد العتيبي")
    page = ask(browser, "احمد", headers={})
    assert "<html" in page.text
    assert 'value="احمد"' in page.text
    assert "نتيجة واحدة" in page.text
    assert 'role="option"' not in page.text.split("<main")[1].split("</main>")[0]


def test_a_query_in_the_address_is_not_looked_for(browser, customer):
    assert browser.get(SEARCH, {"q": "x" * LONGEST_QUERY}).context["query"] == ""


def test_what_is_typed_is_in_no_log(browser, agent, caplog):
    ask(browser, "سرّ العميل")
    assert "سرّ" not in caplog.text


@pytest.mark.parametrize("seat", ["browser", "manager_browser"])
def test_a_letter_typed_costs_one_query_of_each_app_that_finds(request, seat, agent, django_assert_num_queries):
    seated = request.getfixturevalue(seat)
    queries = 2 + 2  # the session and its person; customers and listings
    for _ in range(5):
        make_customer(agent)
    with django_assert_num_queries(queries):
        ask(seated, "عميل")
    for _ in range(95):
        make_customer(agent)
    for query in ("عميل", "052", "", "لا أحد"):
        with django_assert_num_queries(queries):
            ask(seated, query)
