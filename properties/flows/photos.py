"""Pictures of a listing: added, put in order, taken away (issue: photos)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from core.arabic import counted
from core.models import User
from core.transactions import flow
from crm.flows.rows import locked
from properties.models import Property, PropertyPhoto
from properties.pictures import Drawn, draw

MOST_PHOTOS = 30


def add_photo(*, by: User, at: datetime, property_id: int, upload: Any) -> PropertyPhoto:
    """Draw the picture anew (properties.pictures), keep it and add it last. ValidationError at `file`.

    The file is written before its row: when the row cannot be, no file is left.
    """
    drawn = draw(upload)
    names = _store(drawn)
    try:
        return _add(by=by, at=at, property_id=property_id, drawn=drawn, names=names)
    except BaseException:
        _remove(names)
        raise


@flow
def _add(*, by: User, at: datetime, property_id: int, drawn: Drawn, names: tuple[str, str]) -> PropertyPhoto:
    listing = locked(Property, property_id, by=by)
    photos = PropertyPhoto.objects.filter(property=listing)
    if photos.count() >= MOST_PHOTOS:
        most = counted(MOST_PHOTOS, "photo")
        raise ValidationError({"file": [_("لكل عقار حتى %(most)s.") % {"most": most}]})
    last = photos.aggregate(last=Max("position"))["last"]
    return PropertyPhoto.objects.create(
        property=listing,
        file=names[0],
        thumbnail=names[1],
        position=0 if last is None else last + 1,
        width=drawn.width,
        height=drawn.height,
        created_at=at,
    )


@flow
def move_photo(*, by: User, at: datetime, property_id: int, photo_id: int, position: int) -> PropertyPhoto:
    """Put a picture at `position`, from 0; the others close up around it. Past the end is the end."""
    photos = _photos(property_id, by=by)
    photo = _one(photos, photo_id)
    photos.remove(photo)
    photos.insert(min(max(position, 0), len(photos)), photo)
    _number(photos)
    return photo


@flow
def delete_photo(*, by: User, at: datetime, property_id: int, photo_id: int) -> None:
    """Take a picture away, its files too once that is sure."""
    photos = _photos(property_id, by=by)
    photo = _one(photos, photo_id)
    names = (photo.file.name, photo.thumbnail.name)
    photos.remove(photo)
    photo.delete()
    _number(photos)
    transaction.on_commit(lambda: _remove(names))


def _photos(property_id: int, *, by: User) -> list[PropertyPhoto]:
    listing = locked(Property, property_id, by=by)
    return list(PropertyPhoto.objects.filter(property=listing).order_by("position", "id"))


def _one(photos: list[PropertyPhoto], photo_id: int) -> PropertyPhoto:
    photo = next((photo for photo in photos if photo.pk == photo_id), None)
    if photo is None:
        raise Http404(PropertyPhoto.not_found)
    return photo


def _number(photos: list[PropertyPhoto]) -> None:
    moved = [photo for position, photo in enumerate(photos) if photo.position != position]
    for position, photo in enumerate(photos):
        photo.position = position
    PropertyPhoto.objects.bulk_update(moved, ["position"])


def _store(drawn: Drawn) -> tuple[str, str]:
    names = [default_storage.save(drawn.name, drawn.picture)]
    try:
        names.append(default_storage.save(drawn.thumbnail_name, drawn.thumbnail))
    except BaseException:
        _remove(names)
        raise
    return names[0], names[1]


def _remove(names: Any) -> None:
    for name in names:
        default_storage.delete(name)
