"""The pictures of a listing: all of them, added, put in order, taken away, and sent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import visible_or_404
from core.arabic import counted
from core.login import the_user
from properties.flows import add_photo, delete_photo, move_photo
from properties.flows.photos import MOST_PHOTOS
from properties.models import Property
from properties.photo_files import get_photo, picture_response


@require_http_methods(["GET", "HEAD", "POST"])
def property_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures in their order; a POST adds one or several, and says of each that is refused why."""
    listing: Property = visible_or_404(Property, the_user(request), pk)
    if request.method != "POST":
        return _page(request, listing, {})
    sent = request.FILES.getlist("file")[:MOST_PHOTOS]
    refused = {str(upload.name): reason for upload in sent if (reason := _refusal(request, listing, upload))}
    if not sent:
        refused = {str(_("الصور")): str(_("اختر صورة واحدة على الأقل."))}
    if len(sent) > len(refused):
        added = counted(len(sent) - len(refused), "photo")
        messages.success(request, _("أُضيفت: %(photos)s.") % {"photos": added})
    return _page(request, listing, refused, 422) if refused else redirect("property_photos", pk)


def _refusal(request: HttpRequest, listing: Property, upload: object) -> str:
    """Why this picture was not added; empty when it was."""
    try:
        add_photo(by=the_user(request), at=timezone.now(), property_id=listing.pk, upload=upload)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _page(request: HttpRequest, listing: Property, refused: dict[str, str], status: int = 200) -> HttpResponse:
    context = {"listing": listing, "photos": list(listing.photos.all()), "refused": refused, "most": MOST_PHOTOS}
    return render(request, "properties/property_photos.html", context, status=status)


@require_safe
def property_photo(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponseBase:
    """The picture itself; `?size=small` its thumbnail."""
    listing: Property = visible_or_404(Property, the_user(request), pk)
    return picture_response(get_photo(listing, photo_pk), is_small=request.GET.get("size") == "small")


@require_POST
def property_photo_move(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Put the picture at `position`."""
    visible_or_404(Property, the_user(request), pk)
    text = request.POST.get("position", "")
    position = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    move_photo(by=the_user(request), at=timezone.now(), property_id=pk, photo_id=photo_pk, position=position)
    return redirect("property_photos", pk)


@require_POST
def property_photo_delete(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    visible_or_404(Property, the_user(request), pk)
    delete_photo(by=the_user(request), at=timezone.now(), property_id=pk, photo_id=photo_pk)
    messages.success(request, _("حُذفت الصورة."))
    return redirect("property_photos", pk)
