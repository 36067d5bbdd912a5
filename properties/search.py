"""How a listing is found, and how places are compared: stored keys, from pure functions (rules: Search key)."""

from collections.abc import Iterable

from django.db.models import Q

from core.arabic import latin_digits, search_key
from core.models.place import place_key

MOST_WORDS = 8
SHORTEST_TRIGRAM = 3
_BEFORE_A_NAME = tuple(f"{search_key(word)} " for word in ("حي", "مدينة"))


def location_key(name: str) -> str:
    """What a city or a district is compared by: the key of its name, «حي الملقا» being «الملقا»."""
    key = place_key(name)
    for word in _BEFORE_A_NAME:
        key = key.removeprefix(word)
    return key


def location_keys(names: Iterable[str]) -> list[str]:
    """The keys of several, each once, in their order."""
    return list(dict.fromkeys(filter(None, map(location_key, names))))


def search_text(*texts: str) -> str:
    """The text that searches of listings look into: the keys of all that it is called or numbered by."""
    keys = dict.fromkeys(filter(None, map(search_key, texts)))
    return f" {' '.join(keys)} "


def search_condition(query: str) -> Q:
    """The condition that a listing has every word of the query, in any spelling; an empty query asks for nothing."""
    condition = Q()
    for word in search_key(latin_digits(query)).split()[:MOST_WORDS]:
        condition &= Q(search_text__contains=word if len(word) >= SHORTEST_TRIGRAM else f" {word}")
    return condition
