"""Sums of money in riyals, as typed and as shown (rules: Numbers in and out). Pure functions."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from core.arabic import plural_index, search_key

_LONGEST = 40  # a sum has 14 digits; what is much longer is not read at all
_LIMIT = Decimal(10) ** 12  # columns are Decimal(14, 2)
_HALALA, _TENTH = Decimal("0.01"), Decimal("0.1")
_THOUSAND, _MILLION, _MILLIARD = 10**3, 10**6, 10**9

_INVALID = _("أدخل مبلغًا صحيحًا، مثال: 1,250,000.")
_NEGATIVE = _("أدخل مبلغًا لا يقل عن صفر.")
_TOO_MUCH = _("المبلغ أكبر من الحد المسموح.")
_DECIMALS = _("بعد النقطة رقمان للهللات على الأكثر. للآلاف استخدم الفاصلة، مثال: 2,500 أو 2.50.")
_METRE_OR_MILLION = _("حرف «م» وحده ملتبس. اكتب الكلمة كاملة، مثال: 1.2 مليون.")

# Everything below is met after `search_key`: hamzas folded, digits Latin, letters lower-case.
_SIGNS = str.maketrans({"٫": ".", "٬": ",", "،": ",", "\u2212": "-"})
_CURRENCY = r"(?:ريال سعودي|ريالات|ريالا|ريال|ر\.س\.?|رس|sar|sr|\u20c1)"
_AROUND = re.compile(rf"^{_CURRENCY} ?| ?{_CURRENCY}$")
_WRITTEN = re.compile(
    r"(?P<sign>-?) ?(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
    r"(?:\.(?P<decimals>[0-9]+))? ?(?P<scale>[^0-9\s.,-]*)"
)
_SCALES = {
    **dict.fromkeys(("الف", "الفا", "الاف", "k"), _THOUSAND),
    **dict.fromkeys(("مليون", "مليونا", "ملايين", "m"), _MILLION),
    **dict.fromkeys(("مليار", "مليارا", "مليارات"), _MILLIARD),
}


def parse_amount(text: str) -> Decimal:
    """The sum that `text` says, to the halala; `ValueError` with the reason in Arabic (rules: Numbers in).

    `1,250,000`, `١٬٢٥٠٬٠٠٠٫٥٠`, `1.2 مليون`, `850 ألف`, `850k`, with or without «ريال». A dot is decimal:
    `2.500` is never 2500, and as nobody writes three decimals of a riyal it is refused rather than guessed. So
    is a bare «م», million or metre. Nothing is rounded, nothing is below zero.
    """
    written = _WRITTEN.fullmatch(_figure_and_scale(text))
    if not written:
        raise ValueError(_INVALID)
    amount = _exact(written["whole"], written["decimals"] or "", written["scale"])
    if written["sign"] and amount:
        raise ValueError(_NEGATIVE)
    return amount


def format_amount(value: Decimal | int) -> str:
    """`1,250,000`, or `1,250,000.50` where there are halalas; half up to the halala."""
    rounded = Decimal(value).quantize(_HALALA, ROUND_HALF_UP) + 0  # never «-0»
    return f"{rounded:,.0f}" if rounded == rounded.to_integral_value() else f"{rounded:,.2f}"


def format_money(value: Decimal | int) -> str:
    """A sum in running text: `1,250,000 ريال`. Pages set the unit smaller."""
    return f"{format_amount(value)} ريال"


def short_money(value: Decimal | int) -> tuple[str, str]:
    """A large sum as (figure, unit) for lists and figures: `("1.45", "مليون ريال")`, `("900", "ألف ريال")`.

    Never rounded: what two decimals cannot say exactly is given in full, as `("1,234,567", "ريال")`.
    """
    amount = Decimal(value)
    for least, scale, unit, few in _SHORT:
        if abs(amount) >= least:
            return _scaled(amount, scale, unit, few) or (format_amount(amount), "ريال")
    return format_amount(amount), "ريال"


def about_money(value: Decimal | int) -> tuple[str, str]:
    """The sum of many amounts as (figure, unit), rounded to what a heading has room for: `("96.4", "مليون ريال")`."""
    for least, scale, unit, few in _SHORT:
        figure = (Decimal(value) / scale).quantize(_TENTH, ROUND_HALF_UP)
        if figure >= least // scale:
            return _in_words(figure, unit, few)
    return format_amount(value), "ريال"


_SHORT = (  # from, scale, its name, its name after three to ten
    (_MILLIARD, _MILLIARD, "مليار ريال", "مليارات ريال"),
    (_MILLION, _MILLION, "مليون ريال", "ملايين ريال"),
    (10 * _THOUSAND, _THOUSAND, "ألف ريال", "آلاف ريال"),
)


def _scaled(amount: Decimal, scale: int, unit: str, few: str) -> tuple[str, str] | None:
    """`amount` in units of `scale`, or None where that takes more than two decimals."""
    figure = amount / scale
    if figure != figure.quantize(_HALALA):
        return None
    return _in_words(figure, unit, few)


def _in_words(figure: Decimal, unit: str, few: str) -> tuple[str, str]:
    is_few = figure == int(figure) and plural_index(int(figure)) == 3
    return f"{figure.normalize():,f}", few if is_few else unit


def _figure_and_scale(text: str) -> str:
    """`text` without its currency, in the few signs that `_WRITTEN` knows."""
    if len(text) > _LONGEST:
        raise ValueError(_INVALID)
    return _AROUND.sub("", search_key(text).translate(_SIGNS))


def _exact(whole: str, decimals: str, scale: str) -> Decimal:
    """The sum in halalas exactly, or `ValueError`."""
    if scale == "م":
        raise ValueError(_METRE_OR_MILLION)
    if scale and scale not in _SCALES:
        raise ValueError(_INVALID)
    if len(decimals) > 2 and not scale:
        raise ValueError(_DECIMALS)
    halalas = Decimal(re.sub("[, ]", "", whole) + "." + (decimals or "0")) * _SCALES.get(scale, 1) * 100
    if halalas != halalas.to_integral_value():
        raise ValueError(_DECIMALS)
    if halalas >= _LIMIT * 100:
        raise ValueError(_TOO_MUCH)
    return (halalas / 100).quantize(_HALALA)
