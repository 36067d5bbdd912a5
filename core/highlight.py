"""Which letters of a found text were asked for, marked where they stand, however either is spelled (rules: Search key).

A query is looked for in the text's search key, each letter of which remembers the signs of the original that it was
made of. Pure functions.
"""

import unicodedata
from itertools import groupby, pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.arabic import search_key
from core.phones import format_phone, phone_query, phone_search_forms

SHORT = 3  # shorter words are looked for at a word's start, as searches do
Span = tuple[int, int]


def marked(text: str, query: str) -> SafeString:
    """`text`, escaped, with <mark> around what answers the words of `query`."""
    letters = _letters(text)
    flags = [False] * len(text)
    for word in search_key(query).split():
        for start, end in _places(letters, word):
            flags[start:end] = [True] * (end - start)
    return _with_marks(text, flags)


def marked_phone(e164: str, query: str) -> SafeString:
    """The phone as people read it, isolated, with <mark> around the digits asked for, typed in whichever spelling."""
    shown = format_phone(e164)
    places = [place for place, sign in enumerate(shown) if sign.isdigit()]
    start, end = _digits_asked(e164, len(places), phone_query(query) or "")
    flags = [False] * len(shown)
    if start < end:
        first, last = places[start], places[end - 1]
        flags[first : last + 1] = [True] * (last + 1 - first)
    return format_html('<bdi dir="ltr">{}</bdi>', _with_marks(shown, flags))


def _digits_asked(e164: str, shown: int, digits: str) -> Span:
    """Which of the `shown` digits at the phone's end: of a spelling that is longer, what is not shown is cut off."""
    for form in phone_search_forms(e164):
        place = form.rfind(digits) if digits else -1
        if place >= 0:
            hidden = len(form) - shown
            return max(0, place - hidden), max(0, place + len(digits) - hidden)
    return 0, 0


def _letters(text: str) -> list[tuple[str, Span]]:
    """Each letter of the search key, a space between words, and the part of `text` that it stands for."""
    letters: list[tuple[str, Span]] = []
    for start, end in _signs(text):
        folded = " " if text[start:end].isspace() else search_key(text[start:end])
        letters += [(letter, (start, end)) for letter in folded]
    return letters


def _signs(text: str) -> list[Span]:
    """The signs of `text`, each with the diacritics that stand on it."""
    starts = [place for place, sign in enumerate(text) if place == 0 or unicodedata.category(sign)[0] != "M"]
    return list(pairwise([*starts, len(text)]))


def _places(letters: list[tuple[str, Span]], word: str) -> list[Span]:
    """Where `word` stands in the text; across its spaces where it stands nowhere else («عبدالله» in «عبد الله»)."""
    found = _occurrences(letters, word)
    return found or _occurrences([letter for letter in letters if letter[0] != " "], word)


def _occurrences(letters: list[tuple[str, Span]], word: str) -> list[Span]:
    key = "".join(letter for letter, _span in letters)
    spans, place = [], key.find(word)
    while place >= 0:
        if len(word) >= SHORT or place == 0 or key[place - 1] == " ":
            spans.append((letters[place][1][0], letters[place + len(word) - 1][1][1]))
        place = key.find(word, place + 1)
    return spans


def _with_marks(text: str, flags: list[bool]) -> SafeString:
    runs = groupby(zip(text, flags, strict=True), key=lambda sign: sign[1])
    parts = [(is_marked, "".join(sign for sign, _flag in run)) for is_marked, run in runs]
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", run) if on else run,) for on, run in parts))
