"""What of a list's address a saved view keeps, and whether two addresses ask for the same (product: Pages)."""

from typing import Any

from django.http import QueryDict

from crm.filters import CustomerFilter

KEPT = [name for name in CustomerFilter.base_filters if name != "updated_since"]  # that one is the API's
SEVERAL = {"status", "priority", "source", "tags"}  # one parameter with commas, or the parameter given again


def kept_query(asked: QueryDict) -> str:
    """The list's own parameters that hold something, in one order; the rest (page, tokens, anything) is dropped."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        values = [value for value in asked.getlist(name) if value.strip()]
        if values:
            kept.setlist(name, values if name in SEVERAL else values[-1:])
    return kept.urlencode()


def asked_for(query: QueryDict) -> dict[str, Any]:
    """What an address asks of the list: two that ask for the same rows in the same order give the same."""
    asked: dict[str, Any] = {}
    for name in KEPT:
        values = [value.strip() for value in query.getlist(name) if value.strip()]
        if values:
            asked[name] = _parts(values) if name in SEVERAL else values[-1]
    if asked.get("ordering") == "-created_at":
        del asked["ordering"]  # the list's own order
    return asked


def _parts(values: list[str]) -> list[str]:
    parts = {part.strip() for value in values for part in value.replace("،", ",").split(",")}
    return sorted(parts - {""})
