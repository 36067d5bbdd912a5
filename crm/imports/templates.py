"""Mappings that were kept, and the files they fit: a header stands in a template under its search key."""

from collections.abc import Mapping, Sequence

from core.arabic import search_key
from core.models import User
from crm.models import ImportTemplate


def kept_under(columns: Sequence[str], mapping: Sequence[str]) -> dict[str, str]:
    """What a template keeps of a file's mapping: the field by the header's key, columns left out too."""
    return {search_key(header): field for header, field in zip(columns, mapping, strict=True)}


def mapping_by(template: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    """The field of each of these columns under a template's mapping; "" for a header that it does not know."""
    fields = [template.get(search_key(header), "") for header in columns]
    return [field if field not in fields[:place] else "" for place, field in enumerate(fields)]


def kept_mapping(by: User, columns: Sequence[str]) -> list[str] | None:
    """The mapping of this person's newest template that knows every one of these columns; None when none does."""
    keys = {search_key(header) for header in columns}
    for template in ImportTemplate.objects.filter(user=by).order_by("-created_at", "-id"):
        if keys <= set(template.mapping):
            return mapping_by(template.mapping, columns)
    return None
