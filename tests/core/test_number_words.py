"""Numbers in Arabic words (rules: Numbers in)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.number_words import number_in_words

READ = [
    ("مليون", 1_000_000),
    ("واحد مليون", 1_000_000),
    ("مليونين", 2_000_000),
    ("مليونان ونصف", 2_500_000),
    ("ثلاثة ملايين", 3_000_000),
    ("3 ملايين ونصف", 3_500_000),
    ("عشرة ملايين", 10_000_000),
    ("احد عشر مليونًا", 11_000_000),
    ("اثنا عشر ألفًا", 12_000),
    ("خمسطعش الف", 15_000),
    ("خمسة وعشرين الف", 25_000),
    ("مية ألف", 100_000),
    ("مئة الف", 100_000),
    ("مائتي ألف", 200_000),
    ("مئتين الف", 200_000),
    ("خمسمية الف", 500_000),
    ("خمسمائة وخمسون ألفًا", 550_000),
    ("خمس مية وخمسين الف", 550_000),
    ("ثماني مئة ألف", 800_000),
    ("تسعمئة وخمسة وتسعون ألف", 995_000),
    ("ألف وخمسمية", 1_500),
    ("الفين", 2_000),
    ("نصف مليون", 500_000),
    ("ربع مليون", 250_000),
    ("ثلاثة ارباع مليون", 750_000),
    ("مليون ونص", 1_500_000),
    ("مليون و نص", 1_500_000),
    ("مليون وربع", 1_250_000),
    ("مليون إلا ربع", 750_000),
    ("مليونين الا ربع", 1_750_000),
    ("مليون إلا مية ألف", 900_000),
    ("مليون ومئتين", 1_200_000),
    ("مليون ومئتين وخمسين", 1_250_000),
    ("مليون ومئتين وخمسين الف", 1_250_000),
    ("مليون و250", 1_250_000),
    ("مليون و 250 ألف", 1_250_000),
    ("1.5 مليون", 1_500_000),
    ("850الف", 850_000),
    ("مليار ومئتين مليون", 1_200_000_000),
    ("خمسين", 50),
]
NONE = [
    *("", "كثير", "مليون مليون", "الف مليون", "ثلاث اربع مية الف", "عشرين ثلاثين", "مليون وثلاثة", "مليونين مليون"),
    *(
        "مليون الا",
        "الا ربع",
        "مليون الا مليونين",
        "1 200",
        "ميه ميه",
        "نص ربع",
        "ارباع",
        "1,2 مليون",
        "و",
        "مليون " * 30,
    ),
]


@pytest.mark.parametrize(("words", "number"), READ)
def test_words_are_read_as_people_say_them(words, number):
    assert number_in_words(words) == number


@pytest.mark.parametrize("words", NONE)
def test_what_is_no_one_number_is_none(words):
    assert number_in_words(words) is None


UNITS = ["", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TENS = ["", "", "عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"]
HUNDREDS = ["", "مئة", "مئتين", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


@given(st.integers(0, 9), st.integers(2, 9), st.integers(0, 9), st.sampled_from(["", "ألف", "مليون"]))
def test_every_number_below_a_thousand_is_read_in_its_words(hundreds, tens, units, scale):
    words = " و".join(filter(None, (HUNDREDS[hundreds], UNITS[units], TENS[tens])))
    number = 100 * hundreds + 10 * tens + units
    assert number_in_words(f"{words} {scale}") == number * {"": 1, "ألف": 1000, "مليون": 10**6}[scale]


@given(
    st.lists(st.sampled_from("مليون الف مليونين نص ربع ارباع الا مية عشر ثلاث و 5 1.5 1,000 ونص ومئتين كلام".split()))
)
def test_any_words_are_a_number_or_none(words):
    number = number_in_words(" ".join(words))
    assert number is None or (isinstance(number, Decimal) and number > 0)
