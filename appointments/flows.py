"""Booking what an agent means to attend (product: flow 2; rules: Follow-ups and appointments)."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from appointments.errors import Overlap
from appointments.models import LONGEST_PLACE, LONGEST_TITLE, Appointment, AppointmentType
from core.access import visible_or_404
from core.models import User
from core.text import clean_line
from core.transactions import flow
from properties.flows import book_match
from properties.models import PropertyMatch

USUAL, LONGEST = timedelta(minutes=60), timedelta(hours=24)


@flow
def book_viewing(
    *,
    by: User,
    at: datetime,
    match_id: int,
    start_time: datetime,
    end_time: datetime | None = None,
    title: str = "",
    location: str = "",
    allow_overlap: bool = False,
) -> Appointment:
    """Book the viewing of a match, for its owner: an hour unless `end_time` is given. The match becomes
    `viewing_booked`.

    Raises ValidationError by field, Overlap unless it is allowed, WrongState when the match is not open any more.
    """
    rows = PropertyMatch.objects.live().select_related("property", "request__customer", "owner")
    match: PropertyMatch = visible_or_404(rows, by, match_id)
    listing = match.property if match.shows_property_to(match.owner) else None
    appointment = Appointment(
        owner=match.owner,
        user=match.owner,
        customer=match.request.customer,
        property=match.property,
        match=match,
        type=AppointmentType.VIEWING,
        title=_fit(title, LONGEST_TITLE, "title") or _viewing_of(listing.title if listing else ""),
        location=_fit(location, LONGEST_PLACE, "location") or (listing.place if listing else ""),
        start_time=start_time,
        end_time=end_time or start_time + USUAL,
    )
    _check_times(appointment)
    if not allow_overlap:
        _refuse_overlap(appointment, at=at)
    book_match(by=by, at=at, match_id=match.pk)
    appointment.add(at)
    return appointment


def _viewing_of(what: str) -> str:
    title = _("معاينة %(property)s") % {"property": what} if what else _("معاينة عقار")
    return title[:LONGEST_TITLE]


def _fit(text: str, longest: int, field: str) -> str:
    line = clean_line(text[: longest * 10])
    if len(line) > longest:
        raise ValidationError({field: [_("النص أطول من المسموح.")]})
    return line


def _check_times(appointment: Appointment) -> None:
    lasts = appointment.end_time - appointment.start_time
    if lasts <= timedelta(0):
        raise ValidationError({"end_time": [_("نهاية الموعد بعد بدايته.")]})
    if lasts > LONGEST:
        raise ValidationError({"end_time": [_("الموعد حتى 24 ساعة.")]})


def _refuse_overlap(appointment: Appointment, *, at: datetime) -> None:
    """Two bookings racing for one hour do not both win: whoever looks holds the agent's row until commit."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=appointment.owner_id)
    mine = Appointment.objects.live().scheduled().filter(owner=appointment.owner_id)
    clash = mine.between(appointment.start_time, appointment.end_time).by_time().first()
    if clash:
        raise Overlap(clash, at)
