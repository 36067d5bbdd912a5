"""Numbers in Arabic words, as people say sums: «مليون ونص», «850 ألف», «مليونين إلا ربع». Pure functions."""

import re
from decimal import Decimal

from core.arabic import search_key

THOUSAND, MILLION, MILLIARD = 10**3, 10**6, 10**9

# Everything below is met after `search_key`: hamzas folded, digits Latin.
_ROOTS = {2: "اثن ثن", 3: "ثلاث", 4: "اربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان", 9: "تسع"}
_ROOT_OF = {root: number for number, roots in _ROOTS.items() for root in roots.split() if number > 2}
_HUNDRED = frozenset("ميه مايه ميات".split())
_SMALL = {
    **dict.fromkeys("واحد واحده احد احدي".split(), 1),
    **dict.fromkeys("اثنين اثنان اثنا اثني ثنتين".split(), 2),
    **{root + end: number for root, number in _ROOT_OF.items() for end in ("", "ه")},
    **dict.fromkeys("ثماني ثمانيه".split(), 8),
    **dict.fromkeys("عشر عشره".split(), 10),
    "احدعش": 11,
    "اثنعش": 12,
    "ثلاثطعش": 13,
    "اربعطعش": 14,
    "خمسطعش": 15,
    **dict.fromkeys("عشرين عشرون".split(), 20),
    **{root + end: 10 * number for root, number in _ROOT_OF.items() for end in ("ين", "ون")},
    **dict.fromkeys(_HUNDRED, 100),
    **dict.fromkeys("ميتين ميتان ميتي مايتين مايتان مايتي متين".split(), 200),
    **{root + end: 100 * number for root, number in _ROOT_OF.items() for end in ("ميه", "مايه")},
    **dict.fromkeys("ثمانيميه ثمانيمايه".split(), 800),
}
_SCALES = {
    **dict.fromkeys("الف الفا الاف k".split(), THOUSAND),
    **dict.fromkeys("مليون مليونا ملايين m".split(), MILLION),
    **dict.fromkeys("مليار مليارا مليارات".split(), MILLIARD),
}
_TWO_OF = {
    **dict.fromkeys("الفين الفان".split(), THOUSAND),
    **dict.fromkeys("مليونين مليونان".split(), MILLION),
    **dict.fromkeys("مليارين ملياران".split(), MILLIARD),
}
_SCALED = frozenset((*_SCALES, *_TWO_OF))
_PARTS = {"نصف": Decimal("0.5"), "نص": Decimal("0.5"), "ربع": Decimal("0.25")}
_QUARTERS, _LESS = "ارباع", "الا"
_TOKEN = re.compile(r"[0-9][0-9,.]*|[^\s0-9,.]+|\S")
_FIGURE = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,3})?")
_MOST_TOKENS = 20


def number_in_words(text: str) -> Decimal | None:
    """The number that the words say, figures among them or not; None when they say none.

    What follows a million without its scale is in thousands, as people say it: «مليون ومئتين» is 1,200,000.
    """
    tokens = _tokens(search_key(text))
    if not tokens or len(tokens) > _MOST_TOKENS:
        return None
    return _less(tokens) if _LESS in tokens else _sum(tokens)


def _tokens(key: str) -> list[str]:
    """The figures and words, without the «و» that joins them."""
    words = [word for word in _TOKEN.findall(key) if word != "و"]
    return [word[1:] if word[0] == "و" and word not in _SMALL else word for word in words]


def _less(tokens: list[str]) -> Decimal | None:
    """«مليون إلا ربع», «مليون إلا مية ألف»."""
    place = tokens.index(_LESS)
    whole, missing = _sum(tokens[:place]), tokens[place + 1 :]
    if whole is None:
        return None
    less = _part_of(missing, _scale_of(whole)) or _sum(missing)
    return whole - less if less and less < whole else None


def _scale_of(number: Decimal) -> int:
    return next((scale for scale in (MILLIARD, MILLION, THOUSAND) if number >= scale), 1)


def _part_of(tokens: list[str], scale: int) -> Decimal | None:
    """Half or a quarter of the scale, said alone."""
    return _PARTS[tokens[0]] * scale if len(tokens) == 1 and tokens[0] in _PARTS else None


def _sum(tokens: list[str]) -> Decimal | None:
    """So many of the largest scale, and what is said after it."""
    scales = [_SCALES.get(token) or _TWO_OF.get(token, 0) for token in tokens]
    largest = max(scales, default=0)
    if not largest:
        return _below_thousand(tokens)
    place = scales.index(largest)
    many = _how_many(tokens[:place], tokens[place])
    rest = _rest(tokens[place + 1 :], largest)
    return None if many is None or rest is None else many * largest + rest


def _how_many(before: list[str], scale: str) -> Decimal | None:
    """The number before a scale: none is one, and «مليونين» has it within."""
    if scale in _TWO_OF:
        return None if before else Decimal(2)
    return _below_thousand(before) if before else Decimal(1)


def _rest(tokens: list[str], scale: int) -> Decimal | None:
    """What is said after so many of a scale; None for what cannot stand there."""
    if not tokens:
        return Decimal(0)
    if (part := _part_of(tokens, scale)) is not None:
        return part
    rest = _sum(tokens)
    if rest is not None and scale > THOUSAND and not _SCALED.intersection(tokens) and rest < THOUSAND:
        rest = rest * scale / THOUSAND if rest >= 10 else None  # «مليون وثلاثة»: of what?
    return rest if rest is not None and rest < scale else None


def _below_thousand(tokens: list[str]) -> Decimal | None:
    """«خمسمية وخمسين», «ثلاث أرباع», `850`; a figure stands alone. Two of one kind are two numbers, and None."""
    if len(tokens) == 1 and _FIGURE.fullmatch(tokens[0]):
        return Decimal(tokens[0].replace(",", ""))
    if (part := _part_of(tokens, 1)) is not None:
        return part
    total, kinds = 0, set[int]()
    for token in tokens:
        number = _SMALL.get(token)
        if token in _HUNDRED and 2 < total < 10:
            number, total, kinds = 100 * total, 0, set[int]()
        if token == _QUARTERS and tokens[-1] == token and total in (2, 3):
            return Decimal(total) / 4
        if number is None or len(str(number)) in kinds:
            return None
        kinds.add(len(str(number)))
        total += number
    return Decimal(total) if tokens else None
