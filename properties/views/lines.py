"""A match as lists show it: score, whom or what it is about, why, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Window

from core.addresses import row_address
from core.models import User
from properties.matching.words import Words, in_words
from properties.models import PropertyMatch, PropertyMatchQuerySet
from properties.models.choices import SAYABLE, SETTLED_MATCHES, MatchStatus
from properties.sharing import NotShared, share_text, whatsapp_link

TELL = (MatchStatus.SENT, MatchStatus.INTERESTED, MatchStatus.PENDING)  # said by one tap; refusals ask why


@dataclass(frozen=True)
class MatchLine:
    """`send_url` opens WhatsApp with the listing's text for this customer; without one, `unsent` says why."""

    match: PropertyMatch
    words: list[Words]
    shows_property: bool
    send_url: str
    unsent: str
    tell: list[MatchStatus]
    may_change: bool

    @property
    def tell_url(self) -> str:
        return row_address("match_tell", self.match.pk)

    @property
    def reject_url(self) -> str:
        return row_address("match_reject", self.match.pk)

    @property
    def viewing_url(self) -> str:
        return row_address("viewing_new", self.match.pk)


def best_lines(matches: PropertyMatchQuerySet, most: int, user: User, on: date) -> tuple[list[MatchLine], int]:
    """The best of these matches, and how many there are: one query."""
    shown = list(matches.annotate(total=Window(Count("pk"))).best_first()[:most])
    return lines_of(shown, user, on), shown[0].total if shown else 0


def lines_of(matches: Sequence[PropertyMatch], user: User, on: date) -> list[MatchLine]:
    """The lines of these matches, read with their property and their request's customer."""
    return [_line(match, user, on) for match in matches]


def _line(match: PropertyMatch, user: User, on: date) -> MatchLine:
    shows = match.shows_property_to(user)
    url, unsent = _send(match, on) if shows else ("", "")
    reasons = match.reasons if shows else [{**reason, "found": None} for reason in match.reasons]
    return MatchLine(
        match=match,
        words=in_words(reasons),
        shows_property=shows,
        send_url=url,
        unsent=unsent,
        tell=[status for status in TELL if status != match.status and status in SAYABLE],
        may_change=match.status not in SETTLED_MATCHES,
    )


def _send(match: PropertyMatch, on: date) -> tuple[str, str]:
    try:
        text = share_text(match.property, on)
    except NotShared as reason:
        return "", str(reason)
    return whatsapp_link(match.request.customer.whatsapp_phone, text), ""
