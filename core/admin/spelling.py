"""Search in any spelling for lists of some hundreds of rows that keep no search key: people, places."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.arabic import compact_key, search_key


class SpellingSearch(admin.ModelAdmin[Any]):
    """Looks for each word of the query in `search_fields`, whatever the letters' forms (rules: Search key)."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_key(search_term).split()
        if not words:
            return queryset, False
        rows = self.model._default_manager.values_list("pk", *self.search_fields)
        found = [pk for pk, *values in rows if all(word in spelled(values) for word in words)]
        return queryset.filter(pk__in=found), False


def spelled(values: list[Any]) -> str:
    """The text in which the words are sought: each value's key, with and without its spaces."""
    texts = [text for value in values for text in (value if isinstance(value, list) else [value or ""])]
    whole = " ".join(texts)
    return " ".join([search_key(whole), *(compact_key(text) for text in texts)])


def is_autocomplete(request: HttpRequest) -> bool:
    """Whether the rows are asked for to be chosen in a form, not to be listed."""
    return bool(request.resolver_match and request.resolver_match.url_name == "autocomplete")
