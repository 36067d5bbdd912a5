"""A budget as people keep it in their own sheets: «مليون ونص», «من 800 إلى 980 ألف». Pure functions.

For imports alone: a form asks again instead of reading so much into what was typed (rules: Numbers in).
"""

import re
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from core.arabic import search_key
from core.number_words import MILLION, THOUSAND, number_in_words
from core.numbers import format_amount, parse_amount
from crm.imports.problems import Unclear

_LONGEST = 80
_SIGNS = str.maketrans({"٫": ".", "٬": ",", "،": ","})

# Everything below is met after `search_key`: hamzas folded, digits Latin.
_OPEN = frozenset(("مفتوح", "مفتوحه", "ميزانيه مفتوحه", "حسب العرض", "حسب السوق", "بدون حد", "لا حد", "بلا حد"))
_AROUND = re.compile(
    r"(?<!\w)(?:ريال سعودي|ريالات|ريالا|ريال|ر\.س\.?|رس|sar|sr|الميزانيه|ميزانيه|بحدود|في حدود|حدود|حوالي|تقريبا|قرابه|"
    r"لحد|لغايه|حتي|الي|اقل من|لا يتجاوز|لا تتجاوز|ما يتجاوز|كحد اقصي|بحد اقصي|حد اقصي|فقط|كاش|نقدا|تمويل|max|up to|"
    r"about)(?!\w)|^[:=~]"
)
_AT_LEAST = re.compile(
    r"(?<!\w)(?:اكثر من|ابتداء من|يبدا من|من|فوق|اعلي من|لا يقل عن|كحد ادني|بحد ادني|حد ادني|فاكثر|فما فوق|وفوق|وطالع|"
    r"from|over|min)(?!\w)|\+$"
)
_RANGES = (
    re.compile(r"(?:ما )?بين (?P<low>.+?) و ?(?P<high>.+)"),
    re.compile(r"(?:من |from )?(?P<low>.+?) ?(?:[-–—~]|(?<!\w)(?:الي|حتي|لين|ل|to)(?!\w)|ل(?=[0-9])) ?(?P<high>.+)"),
)
_FIGURE, _FIGURES = re.compile(r"[0-9.,]+"), re.compile(r"[^a-z\u0621-\u064a]+")
_METRE_OR_MILLION = re.compile(r"([0-9]{1,2}(?:\.[0-9]+)?) ?م")
_DOTS_FOR_COMMAS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,3}")
_COMMA_FOR_POINT = re.compile(r"([0-9]{1,3}),([0-9]{1,2}) ?(مليون|الف)")


@lru_cache(4096)  # a file has few sums, again and again
def read_sum(text: str) -> Decimal | None:
    """The most that the cell allows, in riyals; None where it sets no limit: «مفتوحة».

    Unclear where it says no sum, or may mean another: then with what it probably means.
    """
    try:
        return parse_amount(text)  # as in a form: nearly every cell
    except ValueError as refused:
        if len(text) > _LONGEST:
            raise Unclear(str(refused)) from None
        written = " ".join(search_key(text).translate(_SIGNS).split())
        return None if written in _OPEN else _in_words(written, str(refused))


def _in_words(written: str, refused: str) -> Decimal:
    amount = _ceiling(written)
    if amount is None:
        raise _nearly(written, refused)
    if amount < THOUSAND:
        raise _without_scale(written, amount, refused)
    try:
        return parse_amount(format_amount(amount))
    except ValueError as too_much:
        raise Unclear(str(too_much)) from None


def _without_scale(written: str, amount: Decimal, refused: str) -> Unclear:
    """«خمسمية», `500 - 700`: nobody seeks a home for that; in speech the thousands are left out, or the millions."""
    if _FIGURE.fullmatch(written) or 10 <= amount < 100:
        return Unclear(refused)
    why = _("المبلغ بلا ألف أو مليون.") if _FIGURES.fullmatch(written) else _("المبلغ بالكلمات.")
    return _asked(why, amount * (MILLION if amount < 10 else THOUSAND))


def _ceiling(written: str) -> Decimal | None:
    """The sum, or the upper end of two; None when there is none."""
    for ends in _RANGES:
        if (found := ends.fullmatch(written)) and (amount := _upper(found["low"], found["high"])) is not None:
            return amount
    return _said(written)


def _said(written: str) -> Decimal | None:
    return number_in_words(_AROUND.sub(" ", written))


def _upper(low: str, high: str) -> Decimal | None:
    """The larger of both: people write the two ends in either order. The scale may be said once, at the end."""
    upper, lower = _said(high), _said(low)
    if upper is None or lower is None:
        return None
    return upper if lower < THOUSAND <= upper else max(lower, upper)


def _nearly(written: str, refused: str) -> Unclear:
    """Why the cell is no sum that we may take, and the sum that it probably is."""
    amount = _ceiling(_AT_LEAST.sub(" ", written).strip())
    if amount is not None and amount >= THOUSAND:
        return _asked(_("المبلغ حد أدنى، والميزانية حد أعلى."), amount)
    if short := _METRE_OR_MILLION.fullmatch(written):
        return _asked(refused, Decimal(short[1]) * MILLION)
    if _DOTS_FOR_COMMAS.fullmatch(written):
        return _asked(_("النقطة للهللات، والفاصلة للآلاف."), Decimal(written.replace(".", "")))
    if comma := _COMMA_FOR_POINT.fullmatch(written):
        return _asked(_("الفاصلة للآلاف، والنقطة للكسور."), number_in_words(f"{comma[1]}.{comma[2]} {comma[3]}"))
    return Unclear(refused)


def _asked(why: str, amount: Decimal | None) -> Unclear:
    """«المبلغ بالكلمات. هل تقصد 1,500,000؟»."""
    if amount is None:
        return Unclear(why)
    figure = format_amount(amount)
    return Unclear(f"{why} " + _("هل تقصد %(amount)s؟") % {"amount": figure}, figure)
