"""Finding customers: what is stored to be searched, and how a query is read (rules: Search key).

`search_text` holds, between spaces, the name's key, the same without spaces, each phone in its spellings, and the
e-mail: one trigram index serves all of them. Words under three letters have no trigrams, so they are tied to a
word's start.
"""

from django.db.models import Q

from core.arabic import search_key
from core.phones import phone_query, phone_search_forms

SHORTEST_TRIGRAM = 3
MOST_WORDS = 8


def search_text(*, name: str, phone: str, whatsapp: str, email: str) -> str:
    """The text that searches look into, made of cleaned values."""
    numbers = [form for number in (phone, whatsapp) if number for form in phone_search_forms(number)]
    key = search_key(name)
    parts = [key, key.replace(" ", ""), *numbers, email]
    return f" {' '.join(dict.fromkeys(part for part in parts if part))} "


def search_condition(query: str) -> Q:
    """The condition that a customer answers the query; an empty query is answered by all."""
    digits = phone_query(query)
    if digits:
        return Q(search_text__contains=digits)
    condition = Q()
    for word in search_key(query).split()[:MOST_WORDS]:
        condition &= Q(search_text__contains=_needle(word))
    return condition


def _needle(word: str) -> str:
    """What to look for: a number's digits, or the word: at a word's start when it is too short for the index."""
    return phone_query(word) or (word if len(word) >= SHORTEST_TRIGRAM else f" {word}")
