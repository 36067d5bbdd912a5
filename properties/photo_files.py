"""Sending the pictures of a listing to who may see it: nothing below MEDIA_ROOT has an address of its own."""

from django.http import FileResponse, Http404

from core.access import is_id
from properties.models import Property, PropertyPhoto

FOR_A_YEAR = "private, max-age=31536000, immutable"  # a picture is never changed, only replaced by another


def get_photo(listing: Property, photo_id: int | str) -> PropertyPhoto:
    """One of the listing's pictures, or Http404."""
    photo = listing.photos.filter(pk=photo_id).first() if is_id(photo_id) else None
    if photo is None:
        raise Http404(PropertyPhoto.not_found)
    return photo


def picture_response(photo: PropertyPhoto, *, is_small: bool) -> FileResponse:
    """The file, or its thumbnail; Http404 when a restored backup lacks it."""
    file = photo.thumbnail if is_small else photo.file
    try:
        return FileResponse(file.open("rb"), content_type="image/webp", headers={"Cache-Control": FOR_A_YEAR})
    except FileNotFoundError as absent:
        raise Http404(PropertyPhoto.not_found) from absent
