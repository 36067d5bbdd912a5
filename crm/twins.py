"""Is this somebody we know already? (rules: Same person again)"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.arabic import search_key
from core.models import User
from crm.models import Customer, DistinctPeople
from crm.search import name_key

MOST_NAMESAKES = 50


@dataclass(frozen=True)
class Twins:
    """Whom the typed person may be: certainly (same phone), possibly, or a colleague's customer, never named."""

    certain: Customer | None = None
    possible: list[Customer] = field(default_factory=list)
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.certain or self.possible or self.elsewhere)


def find_twins(owner: User, typed: dict[str, Any], *, known: Customer | None = None) -> Twins:
    """Who among the live customers may be the person `typed` (cleaned values by field) in the book of `owner`.

    `known` is the customer being edited: it is no twin of its own, and neither a phone that it has already been said
    to share nor who was said to be somebody else is asked about again.
    """
    book = Customer.objects.live().filter(owner=owner).exclude(pk=known.pk if known else None)
    if known:
        book = book.exclude(pk__in=DistinctPeople.objects.others_than(known.pk))
    phone = typed.get("phone") or ""
    asked = bool(phone) and not (known and known.phone == phone)
    certain = book.with_phone(phone).order_by("id").first() if asked else None
    possible = {twin.pk: twin for twin in [*_same_email(book, typed), *_same_name(book, typed)] if twin != certain}
    return Twins(certain, list(possible.values())[:3], bool(asked and _with_a_colleague(owner, phone)))


def _same_email(book: Any, typed: dict[str, Any]) -> Iterable[Customer]:
    email = (typed.get("email") or "").lower()
    # The search column has the index; the e-mail itself decides.
    return book.filter(search_text__contains=f" {email} ", email=email)[:3] if email else []


def _same_name(book: Any, typed: dict[str, Any]) -> Iterable[Customer]:
    """Those with the folded name who are in the same city or look in the same district."""
    places = {search_key(place) for place in (typed.get("city") or "", *typed.get("districts", ()))} - {""}
    name = name_key(typed.get("name") or "")
    if not name or not places:
        return []
    namesakes = book.filter(name_key=name).order_by("id")[:MOST_NAMESAKES]
    return [twin for twin in namesakes if places & {search_key(place) for place in (twin.city, *twin.districts)}]


def _with_a_colleague(owner: User, phone: str) -> bool:
    others = Customer.objects.live().exclude(owner=owner)
    return others.filter(search_text__contains=phone.removeprefix("+"), phone=phone).exists()
