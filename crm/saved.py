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


def same_list(one: QueryDict, other: QueryDict) -> bool:
    """Whether both addresses ask for the same rows in the same order."""
    return _asked(one) == _asked(other)


def parameters(query: str) -> set[str]:
    return set(QueryDict(query))


def _asked(query: QueryDict) -> dict[str, Any]:
    kept = QueryDict(kept_query(query))
    asked = {name: _parts(kept.getlist(name)) if name in SEVERAL else kept[name].strip() for name in kept}
    if asked.get("ordering") == "-created_at":
        del asked["ordering"]  # the list's own order
    return asked


def _parts(values: list[str]) -> list[str]:
    parts = {part.strip() for value in values for part in value.replace("،", ",").split(",")}
    return sorted(parts - {""})
