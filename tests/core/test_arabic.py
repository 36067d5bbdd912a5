"""Digits, search keys and counted nouns (rules: Phones, words, numbers; domain: text traps, plurals)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arabic import (
    CAPTIONS,
    NOUNS,
    caption,
    compact_key,
    counted,
    latin_digits,
    plural_index,
    search_key,
    strip_invisible,
)

anything = st.text(alphabet=st.characters(exclude_categories=[]))
arabic = st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF))

SAME_NAME = [
    ("فاطمة", "فاطمه"),
    ("موسى", "موسی"),
    ("موسى", "موسي"),
    ("مـحـمـد", "محمد"),
    ("مُحَمَّد", "محمد"),
    ("كريم", "کریم"),
    ("ﻣﺤﻤﺪ", "محمد"),
    ("شقَّة", "شقه"),
    ("الشفاء", "الشفا"),
    ("أحمد", "احمد"),
    ("إبراهيم", "ابراهيم"),
    ("آمنة", "امنه"),
    ("ٱلرحمن", "الرحمن"),
    ("مؤمن", "مومن"),
    ("وائل", "وايل"),
    ("عبدﷲ", "عبدالله"),
    ("ہند", "هند"),
    ("ھند", "هند"),
    ("  نورة \u00a0 السالم ", "نوره السالم"),
    ("\u200fسعد\u202c", "سعد"),
    ("فيلا ٣٧٥", "فيلا 375"),
    ("فيلا ۳۷۵", "فيلا 375"),
    ("Ali HASSAN", "ali hassan"),
    ("ＡＬＩ", "ali"),
    ("Straße", "STRASSE"),
    ("محمﹶد", "محمد"),
]


@pytest.mark.parametrize(("one", "other"), SAME_NAME)
def test_spellings_of_one_name_share_a_search_key(one, other):
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(("one", "other"), [("سعد", "سعيد"), ("علي", "علا"), ("هند", "هنا"), ("عبد الله", "عبدالله")])
def test_different_names_keep_different_search_keys(one, other):
    assert search_key(one) != search_key(other)


def test_the_compact_key_joins_what_some_write_apart():
    assert compact_key("عبد الله الشهري") == compact_key("عبدالله الشهري") == "عبداللهالشهري"


@given(anything | arabic)
def test_a_search_key_is_its_own_search_key(text):
    assert search_key(search_key(text)) == search_key(text)


@given(arabic)
def test_composed_and_decomposed_text_share_a_search_key(text):
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(unicodedata.normalize("NFC", text))


@given(anything | arabic)
def test_a_search_key_has_no_marks_and_no_surplus_spaces(text):
    key = search_key(text)
    assert key == " ".join(key.split())
    assert not any(unicodedata.category(char)[0] == "M" for char in key)
    key.encode()


def test_sorting_by_key_puts_alef_with_its_hamzas():
    cities = ["الرياض", "أبها", "إشبيلية", "ابو عريش", "بريدة"]
    assert sorted(cities, key=search_key) == ["أبها", "ابو عريش", "إشبيلية", "الرياض", "بريدة"]


def test_digits_of_all_three_kinds_become_latin():
    assert latin_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 0123456789") == "0123456789 0123456789 0123456789"


@pytest.mark.parametrize("code", [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0x200B, 0, 7])
def test_invisible_characters_are_stripped(code):
    assert strip_invisible(f"سع{chr(code)}د") == "سعد"


def test_lone_surrogates_are_stripped():
    assert strip_invisible("a\ud800b\udfff") == "ab"


def test_line_breaks_and_tabs_are_not_invisible():
    assert strip_invisible("a\tb\r\nc") == "a\tb\r\nc"


def test_an_emoji_keeps_its_joiners_and_a_name_does_not():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert strip_invisible(f"{family} علي\u200dرضا") == f"{family} عليرضا"


@given(anything)
def test_stripping_twice_is_stripping_once(text):
    once = strip_invisible(text)
    assert strip_invisible(once) == once
    once.encode()


def cldr(n):
    """The plural rule of Django's own `ar` catalogue."""
    if n in (0, 1, 2):
        return n
    return 3 if 3 <= n % 100 <= 10 else 4 if 11 <= n % 100 <= 99 else 5


def test_plural_forms_follow_cldr():
    assert [plural_index(n) for n in range(1001)] == [cldr(n) for n in range(1001)]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_reads_right_for_every_number(noun):
    for n in range(1001):
        form = NOUNS[noun][cldr(n)]
        assert counted(n, noun) == (form if n < 3 else f"{n:,} {form}")


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_six_forms_without_digits(noun):
    assert all(form and not any(char.isdigit() for char in form) for form in NOUNS[noun])


@pytest.mark.parametrize("words", CAPTIONS)
def test_what_stands_under_a_figure_leaves_the_number_to_it(words):
    assert all(form and not any(char.isdigit() for char in form) for form in CAPTIONS[words])
    assert [caption(n, words) for n in range(1001)] == [CAPTIONS[words][cldr(n)] for n in range(1001)]


def test_captions_read_as_in_the_mock_ups():
    said = [caption(231, "new_customer"), caption(9, "updated_customer"), caption(8, "rejected_row")]
    assert said == ["عميلًا جديدًا", "عملاء حُدّثت بياناتهم", "صفوف لم تُستورد"]
    assert [caption(n, "to_correct") for n in (1, 2, 8)] == ["يحتاج تصحيحًا", "يحتاجان تصحيحًا", "تحتاج تصحيحًا"]


COUNTED = [
    (0, "customer", "لا عملاء"),
    (1, "customer", "عميل واحد"),
    (2, "followup", "متابعتان"),
    (3, "appointment", "3 مواعيد"),
    (10, "property", "10 عقارات"),
    (11, "installment", "11 قسطًا"),
    (99, "day", "99 يومًا"),
    (0, "day", "اليوم"),
    (100, "customer", "100 عميل"),
    (102, "customer", "102 عميل"),
    (103, "customer", "103 عملاء"),
    (111, "customer", "111 عميلًا"),
    (1250, "customer", "1,250 عميلًا"),
]


@pytest.mark.parametrize(("n", "noun", "words"), COUNTED)
def test_counts_read_as_in_the_table(n, noun, words):
    assert counted(n, noun) == words


OBLIQUE = [
    ("hour", "ساعتين"),
    ("day", "يومين"),
    ("interaction", "عمليتي تواصل"),
    ("error", "خطأين"),
    ("row", "صفين"),
]


@pytest.mark.parametrize(("noun", "words"), OBLIQUE)
def test_the_dual_changes_after_a_preposition(noun, words):
    assert counted(2, noun, oblique=True) == words


@pytest.mark.parametrize("noun", NOUNS)
def test_only_the_dual_changes_after_a_preposition(noun):
    assert counted(2, noun, oblique=True) != counted(2, noun)
    assert all(counted(n, noun, oblique=True) == counted(n, noun) for n in (0, 1, 3, 11, 100))
