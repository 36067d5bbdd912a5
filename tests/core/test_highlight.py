"""What was asked for is marked where it stands in what was found, however either is spelled."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arabic import search_key
from core.highlight import marked, marked_phone

TAGS = re.compile("</?mark>")


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("أحمد العتيبي", "احمد", "<mark>أحمد</mark> العتيبي"),
        ("احمد", "أَحْمَد", "<mark>احمد</mark>"),
        ("مُحَمَّد السبيعي", "محمد", "<mark>مُحَمَّد</mark> السبيعي"),
        ("مـحـمـد", "محمد", "<mark>مـحـمـد</mark>"),
        ("فاطمة الزهراني", "فاطمه", "<mark>فاطمة</mark> الزهراني"),
        ("عبد الله الشهري", "عبدالله", "<mark>عبد الله</mark> الشهري"),
        ("عبدالله الشهري", "عبد الله", "<mark>عبدالله</mark> الشهري"),
        ("عبدالله الشهري", "الشهري عبدال", "<mark>عبدال</mark>له <mark>الشهري</mark>"),
        ("نورة المنصور", "نو", "<mark>نو</mark>رة المنصور"),
        ("James Whitfield", "WHIT", "James <mark>Whit</mark>field"),
        ("شركة ٢٠٣٠", "2030", "شركة <mark>٢٠٣٠</mark>"),
        ("ﷲ أكبر", "الله", "<mark>ﷲ</mark> أكبر"),
        ("هند", "ريم", "هند"),
        ("هند", "", "هند"),
        ("", "هند", ""),
        ("<b>&amp;</b>", "amp", "&lt;b&gt;&amp;<mark>amp</mark>;&lt;/b&gt;"),
    ],
)
def test_the_letters_asked_for_are_marked(text, query, shown):
    assert marked(text, query) == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("٠٥٢", "<mark>052</mark> 123 4567"),
        ("4567", "052 123 <mark>4567</mark>"),
        ("52123", "0<mark>52 123</mark> 4567"),
        ("+966521234567", "<mark>052 123 4567</mark>"),
        ("966 52", "<mark>052</mark> 123 4567"),
        ("052-123-4567", "<mark>052 123 4567</mark>"),
        ("966", "<mark>0</mark>52 123 4567"),  # the zero stands for the country
        ("9999", "052 123 4567"),
        ("هند", "052 123 4567"),
        ("", "052 123 4567"),
    ],
)
def test_the_digits_asked_for_are_marked(query, shown):
    assert marked_phone("+966521234567", query) == f'<bdi dir="ltr">{shown}</bdi>'


def test_a_foreign_phone_is_marked_too():
    assert marked_phone("+971501234567", "0501234567") == '<bdi dir="ltr">+971 50 123 4567</bdi>'
    assert marked_phone("+971501234567", "50 123") == '<bdi dir="ltr">+971 <mark>50 123</mark> 4567</bdi>'


LETTERS = st.text(alphabet="ابتأإآىيةهؤءـَُ٠١09 aZé<&ﷲﻻ\u200d\u0654", max_size=12)


@given(LETTERS, LETTERS)
def test_marks_change_nothing_of_the_text(text, query):
    assert TAGS.sub("", marked(text, query)) == marked(text, "")


@given(LETTERS)
def test_what_is_marked_answers_the_query(text):
    for part in re.findall("<mark>(.*?)</mark>", marked(text, "ا ب")):
        assert set(search_key(part.replace("&lt;", "<").replace("&amp;", "&"))) & {"ا", "ب"}
