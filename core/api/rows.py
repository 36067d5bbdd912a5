"""Rows as the API writes them, by serializers made once: making one costs as much as writing a page of rows."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from rest_framework import serializers

Body = type[serializers.Serializer]


def written(shown_as: Body, rows: Iterable[Any], context: Mapping[str, Any]) -> list[Any]:
    """Each row as `shown_as` writes it. One whose answers name addresses says `needs_request`, and is made anew."""
    is_made_anew = getattr(shown_as, "needs_request", False)
    writer = shown_as(context=dict(context)) if is_made_anew else _writer(shown_as)
    return [writer.to_representation(row) for row in rows]


@cache
def _writer(shown_as: Body) -> serializers.Serializer:
    return shown_as()
