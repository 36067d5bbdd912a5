"""Naming places: managers add and correct cities and districts; the regions are the country's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from core.arabic import search_key
from core.models import Place, User
from core.models.place import place_key
from core.text import clean_line
from core.transactions import flow

PARENT_OF = {Place.Kind.CITY: Place.Kind.REGION, Place.Kind.DISTRICT: Place.Kind.CITY}


@flow
def add_place(*, by: User, at: datetime, facts: Mapping[str, Any]) -> Place:
    """Add a city to a region, or a district to a city. Raises ValidationError by field."""
    place = Place(kind=facts.get("kind") or "", parent=facts.get("parent"))
    expected = PARENT_OF.get(Place.Kind(place.kind)) if place.kind in Place.Kind.values else None
    if expected is None:
        raise ValidationError({"kind": [_("تُضاف المدن والأحياء؛ المناطق ثابتة.")]})
    if place.parent is None or place.parent.kind != expected:
        raise ValidationError({"parent": [_("المدينة ضمن منطقة، والحي ضمن مدينة.")]})
    return _save(place, {"name": "", **facts}, by=by, at=at)


@flow
def edit_place(*, by: User, at: datetime, place_id: int, facts: Mapping[str, Any]) -> Place:
    """Change the names that `facts` gives. Raises ValidationError by field."""
    return _save(Place.objects.select_for_update().get(pk=place_id), facts, by=by, at=at)


@flow
def delete_place(*, by: User, at: datetime, place_id: int) -> None:
    """Take a place off the lists that are offered; what was written with its name stays. Not one that holds others."""
    place = Place.objects.select_for_update().get(pk=place_id)
    _check_may_change(place, by)
    if place.children.exists():
        raise ValidationError(_("لا يُحذف مكان يضم أماكن أخرى."))
    place._history_date = at  # type: ignore[attr-defined]
    place.delete()


def _save(place: Place, facts: Mapping[str, Any], *, by: User, at: datetime) -> Place:
    _check_may_change(place, by)
    for field in ("name", "name_en"):
        if field in facts:
            setattr(place, field, clean_line(facts[field] or ""))
    if "aliases" in facts:
        place.aliases = _other_spellings(facts["aliases"] or [])
    place.key = place_key(place.name)
    place.clean_fields(exclude=["parent", "kind", "key"])
    try:
        place.validate_constraints()
    except ValidationError as error:
        raise ValidationError({"name": error.messages}) from error
    place._history_date = at  # type: ignore[attr-defined]
    place.save()
    return place


def _check_may_change(place: Place, by: User) -> None:
    if not by.is_manager or place.kind == Place.Kind.REGION:
        raise PermissionDenied


def _other_spellings(typed: list[str]) -> list[str]:
    """Each once, whatever its letters' forms."""
    unique = {search_key(name): name for name in reversed([clean_line(str(name)) for name in typed])}
    return [name for key, name in reversed(unique.items()) if key]
