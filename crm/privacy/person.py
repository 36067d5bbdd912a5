"""One person as the system knows it: its records, and the words by which other rows may tell of it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from core.arabic import latin_digits, search_key
from core.phones import phone_search_forms
from crm.models import Customer
from crm.models.merges import merged_into

SHORTEST_NAME = 2  # letters of a name that is looked for at all
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Person:
    """The ids of its records, who ever owned or edited them, and every name, phone and e-mail they ever had."""

    ids: frozenset[int]
    people: frozenset[int]
    names: frozenset[str]
    phones: frozenset[str]
    emails: frozenset[str]

    def is_reached_in(self, text: str) -> bool:
        """Whether the text holds a phone or an e-mail of the person, in any spelling."""
        digits = "".join(sign for sign in latin_digits(text) if sign.isdigit())
        if any(form.lstrip("0") in digits for phone in self.phones for form in phone_search_forms(phone)):
            return True
        return any(email in text.lower() for email in self.emails)

    def is_named_in(self, text: str) -> bool:
        """Whether the text holds a phone of the person, an e-mail or a whole name, in any spelling."""
        words = _words(text)
        return self.is_reached_in(text) or any(name in words for name in self._keys)

    def is_told_in(self, value: Any) -> bool:
        """Whether a value of JSON tells of the person: names it somewhere, or is a row of one of its records.

        A row of another person is no telling, though the two have one name.
        """
        if isinstance(value, dict):
            is_anothers = value.get("phone") and value.get("phone") not in self.phones
            return value.get("customer") in self.ids or not is_anothers and any(map(self.is_told_in, value.values()))
        if isinstance(value, list):
            return any(map(self.is_told_in, value))
        return isinstance(value, str) and self.is_named_in(value)

    @property
    def needles(self) -> set[str]:
        """What a row's JSON holds as it is stored when it may tell of the person: to find the few worth reading.

        Text may be JSON within JSON, and its letters escaped or not.
        """
        found = {form.lstrip("0") for phone in self.phones for form in phone_search_forms(phone)}
        for word in self.emails | {name for name in self.names if len(name) >= SHORTEST_NAME}:
            inner = json.dumps(word, ensure_ascii=False)[1:-1]
            found |= {word, inner, json.dumps(word)[1:-1], json.dumps(inner)[1:-1]}
        return found | {rf"\"customer\":{pk}" for pk in self.ids}

    @property
    def _keys(self) -> list[str]:
        return [words for words in map(_words, self.names) if len(words.strip()) >= SHORTEST_NAME]


def person_of(customer: Customer) -> Person:
    """Who this customer is: itself and what was merged into it, as they are and as their history knows them."""
    ids = frozenset({customer.pk} | merged_into(customer.pk))
    rows = [*Customer.objects.filter(pk__in=ids), *Customer.history.filter(id__in=ids)]
    return Person(
        ids=ids,
        people=frozenset(_present(rows, "owner_id", "history_user_id")),
        names=frozenset(_present(rows, "name")),
        phones=frozenset(_present(rows, "phone", "whatsapp")),
        emails=frozenset(_present(rows, "email")),
    )


def _words(text: str) -> str:
    """The text's words in the form under which they are searched, a space around each."""
    return f" {_NO_LETTERS.sub(' ', search_key(text)).strip()} "


def _present(rows: Iterable[Model], *columns: str) -> set[Any]:
    return {value for row in rows for column in columns if (value := getattr(row, column, None))}
