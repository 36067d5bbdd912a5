"""Sums of money in and out (rules: Numbers in, out; domain: text traps, 1 and 2)."""

from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import format_amount, format_money, parse_amount, short_money

anything = st.text(alphabet=st.characters(exclude_categories=[]))
sums = st.decimals(min_value=0, max_value="999999999999.99", places=2)

READ = [
    ("1,250,000", "1250000"),
    ("١٬٢٥٠٬٠٠٠٫٥٠", "1250000.50"),
    ("۱٬۲۵۰٬۰۰۰", "1250000"),
    ("١،٢٥٠،٠٠٠", "1250000"),
    ("1 250 000", "1250000"),
    ("1250000.5", "1250000.5"),
    ("1.2 مليون", "1200000"),
    ("1.2مليون", "1200000"),
    ("٢٫٤٥ مليون", "2450000"),
    ("3 ملايين", "3000000"),
    ("2.350 مليون", "2350000"),
    ("1.5 مليار", "1500000000"),
    ("850 ألف", "850000"),
    ("850 الف", "850000"),
    ("٨٥٠ ألفًا", "850000"),
    ("7 آلاف", "7000"),
    ("850k", "850000"),
    ("850 K", "850000"),
    ("1.2m", "1200000"),
    ("1.2 M", "1200000"),
    ("850 ألف ريال", "850000"),
    ("1,250,000 ريال", "1250000"),
    ("1,250,000 ريال سعودي", "1250000"),
    ("1,250,000\u00a0ر.س", "1250000"),
    ("1,250,000 ر.س.", "1250000"),
    ("SAR 1,250,000.00", "1250000"),
    ("1250 sar", "1250"),
    ("\u20c1 1,250", "1250"),
    ("\u2068500\u2069 ﷼", "500"),
    ("2.50", "2.5"),
    ("0", "0"),
    ("007", "7"),
    ("999,999,999,999.99", "999999999999.99"),
]


@pytest.mark.parametrize(("typed", "amount"), READ)
def test_sums_are_read_as_people_type_them(typed, amount):
    assert parse_amount(typed) == Decimal(amount)
    assert parse_amount(typed).as_tuple().exponent == -2


REFUSED = [
    ("", "مبلغًا صحيحًا"),
    ("ريال", "مبلغًا صحيحًا"),
    ("مليون", "مبلغًا صحيحًا"),
    ("كثير", "مبلغًا صحيحًا"),
    ("5 أمتار", "مبلغًا صحيحًا"),
    ("1,2,3", "مبلغًا صحيحًا"),
    ("1,25", "مبلغًا صحيحًا"),
    ("1250,000", "مبلغًا صحيحًا"),
    ("0,250", "مبلغًا صحيحًا"),
    ("1.250.000", "مبلغًا صحيحًا"),
    ("1,250 000", "مبلغًا صحيحًا"),
    ("500 - 700", "مبلغًا صحيحًا"),
    (".5", "مبلغًا صحيحًا"),
    ("5.", "مبلغًا صحيحًا"),
    ("NaN", "مبلغًا صحيحًا"),
    ("Infinity", "مبلغًا صحيحًا"),
    ("1e400", "مبلغًا صحيحًا"),
    ("1e5", "مبلغًا صحيحًا"),
    ("9" * 10_000, "مبلغًا صحيحًا"),
    ("1,000,000,000,000", "أكبر من الحد"),
    ("1000 مليار", "أكبر من الحد"),
    ("2.500", "رقمان للهللات"),
    ("1250000.123", "رقمان للهللات"),
    ("1.2345678 ألف", "رقمان للهللات"),
    ("-5", "لا يقل عن صفر"),
    ("\u22125", "لا يقل عن صفر"),
    ("900م", "ملتبس"),
    ("1.2 م", "ملتبس"),
]


@pytest.mark.parametrize(("typed", "reason"), REFUSED)
def test_what_is_not_a_sum_is_refused_with_the_reason(typed, reason):
    with pytest.raises(ValueError, match=reason):
        parse_amount(typed)


def test_nothing_below_zero_is_still_nothing():
    assert str(parse_amount("-0")) == "0.00"


@given(anything | st.text(alphabet="0123456789٠٩۰,.٫٬-+eE مليونألفkmNaN"))
def test_any_text_is_a_sum_or_refused(text):
    try:
        amount = parse_amount(text)
    except ValueError:
        return
    assert abs(amount) < 10**12
    assert amount == amount.quantize(Decimal("0.01"))


@given(sums)
def test_what_is_shown_reads_back(amount):
    assert parse_amount(format_amount(amount)) == amount
    assert parse_amount(format_money(amount)) == amount
    assert parse_amount(" ".join(short_money(amount))) == amount


SHOWN = [
    ("1250000", "1,250,000"),
    ("1250000.5", "1,250,000.50"),
    ("0", "0"),
    ("-42500", "-42,500"),
    ("0.005", "0.01"),
    ("-0.001", "0"),
]


@pytest.mark.parametrize(("amount", "shown"), SHOWN)
def test_sums_are_shown_with_commas_and_halalas_only_when_there_are_any(amount, shown):
    assert format_amount(Decimal(amount)) == shown


def test_money_carries_its_unit_in_words():
    assert format_money(Decimal("1250000.00")) == "1,250,000 ريال"
    assert format_money(500) == "500 ريال"


SHORT = [
    ("1450000", "1.45", "مليون ريال"),
    ("1000000", "1", "مليون ريال"),
    ("3000000", "3", "ملايين ريال"),
    ("12000000", "12", "مليون ريال"),
    ("20000000", "20", "مليون ريال"),
    ("1500000000", "1.5", "مليار ريال"),
    ("900000", "900", "ألف ريال"),
    ("720000.00", "720", "ألف ريال"),
    ("12500", "12.5", "ألف ريال"),
    ("10000", "10", "آلاف ريال"),
    ("9500", "9,500", "ريال"),
    ("1234567", "1,234,567", "ريال"),
    ("999999.99", "999,999.99", "ريال"),
    ("0", "0", "ريال"),
    ("-1450000", "-1.45", "مليون ريال"),
]


@pytest.mark.parametrize(("amount", "figure", "unit"), SHORT)
def test_large_sums_are_shortened_without_rounding(amount, figure, unit):
    assert short_money(Decimal(amount)) == (figure, unit)


@pytest.mark.parametrize(("shown", "amount"), [("{{ n|floatformat:'2g' }}", "1,250,000.50"), ("{{ year }}", "2026")])
def test_templates_write_numbers_with_a_decimal_point(shown, amount):
    assert Template(shown).render(Context({"n": Decimal("1250000.5"), "year": 2026})) == amount


def test_a_localized_field_never_reads_a_decimal_point_as_thousands():
    assert forms.DecimalField(localize=True).clean("2.500") == Decimal("2.5")
