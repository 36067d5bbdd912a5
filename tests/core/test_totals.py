"""Totals that stop where nobody reads on, the first of several lists, and figures for headings."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import BigIntegerField, DateTimeField

from core.counting import PreparedCounts, Total, totals
from core.dates import lasted, month_name, month_start
from core.numbers import about_money
from core.prepared import Given
from core.slices import first_of_each
from crm.models import Customer
from tests.factories import make_customer

NOW = datetime(2026, 11, 30, 21, 30, tzinfo=UTC)  # half past midnight, the first of December, in Riyadh


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, ("0", "ريال")),
        (9_400, ("9,400", "ريال")),
        (450_000, ("450", "ألف ريال")),
        (999_999, ("1", "مليون ريال")),
        (3_000_000, ("3", "ملايين ريال")),
        (96_412_345, ("96.4", "مليون ريال")),
        (999_960_000, ("1", "مليار ريال")),
        (Decimal("24000000000.50"), ("24", "مليار ريال")),
    ],
)
def test_a_sum_of_many_is_rounded_for_a_heading(amount, words):
    assert about_money(amount) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-3, "الآن"), (0, "الآن"), (1, "دقيقة"), (12, "12 دقيقة"), (125, "ساعتان"), (1440, "يوم"), (15 * 1440, "15 يومًا")],
)
def test_how_long_something_lasted(minutes, words):
    assert lasted(NOW - timedelta(minutes=minutes), NOW) == words


def test_the_month_is_the_offices():
    assert month_start(NOW) == datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
    assert month_name(NOW) == "ديسمبر"


def test_totals_of_parts_are_read_in_one_query(agent, django_assert_num_queries):
    for status, budget in (("new", "10.50"), ("new", None), ("viewing", "5")):
        make_customer(agent, status=status, budget=budget)
    parts = [Customer.objects.filter(status=status) for status in ("new", "viewing", "lost")]
    with django_assert_num_queries(1):
        found = totals(parts, by="status", amount="budget")
    assert found == {"new": Total(2, Decimal("10.50")), "viewing": Total(1, Decimal("5.00"))}


def test_a_part_is_read_no_further_than_a_page_counts(agent, monkeypatch):
    monkeypatch.setattr("core.counting.MOST_COUNTED", 2)
    for number in range(4):
        make_customer(agent, status=("new", "viewing")[number % 2], budget="1")
    assert not any(total.is_exact for total in totals([Customer.objects.all()], by="status", amount="budget").values())
    apart = totals([Customer.objects.filter(status="new")], by="status", amount="budget")
    assert apart == {"new": Total(2, Decimal("2.00"))}


def test_nothing_has_no_totals(db):
    assert totals([Customer.objects.none()], by="status", amount="budget") == {}


def test_the_first_of_each_list(agent):
    rows = [make_customer(agent, status=status) for status in ("new", "new", "new", "viewing")]
    lists = [(Customer.objects.filter(status="new").newest_first(), 2), (Customer.objects.filter(status="viewing"), 5)]
    found = Customer.objects.filter(pk__in=first_of_each(lists))
    assert set(found) == {rows[1], rows[2], rows[3]}
    assert list(Customer.objects.filter(pk__in=first_of_each([(Customer.objects.none(), 5)]))) == []


def test_counts_whose_sql_is_made_once_ask_for_each_what_it_is_given(agent, teammate):
    def rows():
        owner, at = Given("owner", BigIntegerField), Given("at", DateTimeField)
        return {"all": Customer.objects.filter(owner=owner), "old": Customer.objects.filter(created_at__lt=at)}

    counts = PreparedCounts(2, rows, in_order=[])
    for owner in (agent, agent, agent, teammate):
        make_customer(owner)
    middle = Customer.objects.order_by("pk")[1].created_at
    assert counts(owner=agent.pk, at=middle) == {"all": 2, "old": 1}  # counted no further than two
    assert counts(owner=teammate.pk, at=NOW + timedelta(days=9_999)) == {"all": 1, "old": 2}
