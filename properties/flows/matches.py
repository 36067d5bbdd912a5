"""Recording pairs and saying what became of them (product: flow 2)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.access import visible_or_404
from core.bulk import ADDED, insert_rows, record_history
from core.dates import local_date
from core.errors import WrongState
from core.models import User
from core.transactions import RaceLost, flow, is_taken
from crm.flows.rows import check_version, locked
from properties import signals
from properties.errors import DuplicateMatch
from properties.matching.gates import passes
from properties.matching.scoring import RULE_VERSION, points, score
from properties.models import Property, PropertyMatch, PropertyRequest
from properties.models.choices import SAYABLE, SETTLED_MATCHES, MatchStatus


@flow
def record_match(
    *, by: User, at: datetime, property_id: int, request_id: int, match_score: int | None = None
) -> PropertyMatch:
    """Record a pair by hand. `match_score` absent: computed; a pair that fails a gate needs one given.

    Within one owner's rows; a manager may record one across owners. Raises ValidationError by field, DuplicateMatch.
    """
    listing: Property = visible_or_404(Property, by, property_id)
    wish: PropertyRequest = visible_or_404(PropertyRequest.objects.live().select_related("customer"), by, request_id)
    known = PropertyMatch.objects.filter(property=listing, request=wish).first()
    if known:
        raise DuplicateMatch(known.pk)
    if match_score is None and not passes(listing, wish, local_date(at)):
        raise ValidationError({"match_score": [_("هذا العقار خارج شروط الطلب. لتسجيل المطابقة اكتب نسبتها.")]})
    computed = points(listing, wish)
    given = computed if match_score is None else match_score
    [match] = keep_pairs([(listing, wish, given)], by=by, at=at, is_score_given=given != computed)
    signals.matches_recorded.send(PropertyMatch, matches=[match], by=by, at=at)
    return match


@flow
def tell_match(
    *, by: User, at: datetime, match_id: int, version: int | None, status: str, reject_reason: str = ""
) -> PropertyMatch:
    """Say what became of a pair: one of SAYABLE, with the reason where it was rejected.

    Raises WrongState where a sale or the market has said it, ValidationError for a status that comes by itself.
    """
    match = locked(PropertyMatch, match_id, by=by)
    if status not in SAYABLE:
        raise ValidationError({"status": [_("هذه الحالة تأتي مع الموعد أو البيع، ولا تُكتب.")]})
    if reject_reason and status != MatchStatus.REJECTED:
        reject_reason = ""
    check_version(match, version)
    if match.status in SETTLED_MATCHES:
        raise WrongState(_("هذه المطابقة «%(status)s»، فلا يمكن تغييرها.") % {"status": match.get_status_display()})
    if (match.status, match.reject_reason) != (status, reject_reason):
        _change(match, status, by=by, at=at, reject_reason=reject_reason)
    return match


@flow
def book_match(*, by: User, at: datetime, match_id: int) -> PropertyMatch:
    """Note that a viewing of this pair was booked: for the app that books it, in its transaction. WrongState unless the
    pair is open.
    """
    match = locked(PropertyMatch, match_id, by=by)
    if not match.is_open:
        raise WrongState(_("هذه المطابقة «%(status)s»، فلا تُحجز لها معاينة.") % {"status": match.get_status_display()})
    if match.status != MatchStatus.VIEWING_BOOKED:
        _change(match, MatchStatus.VIEWING_BOOKED, by=by, at=at)
    return match


def keep_pairs(
    pairs: Sequence[tuple[Property, PropertyRequest, int]], *, by: User, at: datetime, is_score_given: bool = False
) -> list[PropertyMatch]:
    """Insert new pairs with their points and history. When a rival came first with one, the transaction runs anew."""
    matches = [
        PropertyMatch(
            property=listing,
            request=wish,
            owner_id=wish.owner_id,
            created_by=by,
            match_score=given,
            recorded_score=given,
            is_score_given=is_score_given,
            reasons=score(listing, wish).reasons,
            rule_version=RULE_VERSION,
            status_changed_at=at,
            announced_at=at,
            announced_price=listing.price,
            created_at=at,
            updated_at=at,
        )
        for listing, wish, given in pairs
    ]
    try:
        with transaction.atomic():
            insert_rows(matches)
    except IntegrityError as taken:
        if is_taken(taken):
            raise RaceLost from taken
        raise
    record_history(matches, ADDED, at=at)
    return matches


def _change(match: PropertyMatch, status: str, *, by: User, at: datetime, reject_reason: str = "") -> None:
    before, match.status, match.reject_reason = match.status, status, reject_reason
    match.status_changed_at = at
    match.record_edit(at)
    signals.match_told.send(PropertyMatch, match=match, before=before, by=by, at=at)
