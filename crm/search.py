"""Finding customers: what is stored to be searched, and how a query is read (rules: Search key).

`search_text` holds, between spaces, the name's key, the same without spaces, each phone in its spellings, and the
e-mail: one trigram index serves all of them. Words under three letters have no trigrams, so they are tied to a
word's start.
"""

from collections.abc import Iterable

from django.db.models import Q

from core.arabic import compact_key, search_key
from core.phones import phone_query, phone_search_forms

SHORTEST_TRIGRAM = 3
LAST_DIGITS = 4  # by which people remember a phone (rules: Search key)
MOST_WORDS = 8
LONGEST_NAME = 150


def name_key(name: str) -> str:
    """What a name is sorted and matched by: its search key, cut to its column. One letter may fold into eighteen."""
    return search_key(name)[:LONGEST_NAME].rstrip()


def search_text(*, name_key: str, phone: str, whatsapp: str, email: str) -> str:
    """The text that searches look into, made of the name's search key and of cleaned values."""
    numbers = [form for number in (phone, whatsapp) if number for form in phone_search_forms(number)]
    parts = [name_key, name_key.replace(" ", ""), *numbers, email]
    return f" {' '.join(dict.fromkeys(filter(None, parts)))} "


def search_condition(query: str) -> Q:
    """The condition that a customer answers the query; an empty query is answered by all."""
    digits = phone_query(query)
    if digits:
        return Q(search_text__contains=digits)
    condition = Q()
    for word in search_key(query).split()[:MOST_WORDS]:
        condition &= Q(search_text__contains=_needle(word))
    return condition


def likeliest_condition(query: str) -> Q:
    """What is meant first of all: the name begins with the query, or the phone ends with it.

    Fewer than four digits end no phone in particular, and to look for such an end may take the whole book.
    """
    if digits := phone_query(query):
        return Q(search_text__contains=digits if len(digits) < LAST_DIGITS else f"{digits} ")
    return Q(search_text__startswith=f" {search_key(query)}")


def distance(query: str, *, name: str, phones: Iterable[str]) -> int:
    """How far a customer that answers the query is from what was likely meant: 0 is its very phone, 3 a part within."""
    if digits := phone_query(query):
        forms = [form for phone in phones if phone for form in phone_search_forms(phone)]
        whole = any(form == digits or form == f"0{digits}" for form in forms)
        return 0 if whole else 1 if any(form.endswith(digits) for form in forms) else 3
    key, asked = search_key(name), search_key(query)
    if key.startswith(asked) or compact_key(name).startswith(compact_key(query)):
        return 1
    return 2 if f" {asked}" in key else 3


def _needle(word: str) -> str:
    """What to look for: a number's digits, or the word: at a word's start when it is too short for the index."""
    return phone_query(word) or (word if len(word) >= SHORTEST_TRIGRAM else f" {word}")
