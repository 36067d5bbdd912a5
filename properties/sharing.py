"""What is said of a listing to a customer: one text for WhatsApp, with the licence numbers that the law wants."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from core.arabic import counted
from core.numbers import format_amount, format_money
from core.phones import whatsapp_url
from properties.models import Property
from properties.models.choices import Feature, Purpose

WHATSAPP = "https://wa.me/"


class NotShared(Exception):
    """The listing stays within the office; the message says why (domain: 1.2)."""


def share_text(listing: Property, on: date) -> str:
    """The text, plain, each number on a line of its own. Raises NotShared."""
    reason = listing.why_not_shared(on)
    if reason:
        raise NotShared(reason)
    return "\n".join(filter(None, _lines(listing)))


def whatsapp_link(phone: str, text: str) -> str:
    """The address that opens a chat with this phone, the text written in it; without a phone WhatsApp asks whose."""
    return f"{whatsapp_url(phone) if phone else WHATSAPP}?text={quote(text)}"


def _lines(listing: Property) -> list[str]:
    act = _("للبيع") if listing.purpose == Purpose.SALE else _("للإيجار")
    has = [str(Feature(code).label) for code, is_there in listing.features.items() if is_there]
    return [
        _("إعلان"),
        f"{listing.get_type_display()} {act}: {listing.title}",
        listing.place,
        _("السعر: %(price)s") % {"price": format_money(listing.price)},
        _size(listing),
        _("المزايا: %(features)s") % {"features": "، ".join(has)} if has else "",
        _("رقم المخطط: %(number)s") % {"number": listing.plan_number} if listing.plan_number else "",
        _("رقم ترخيص الإعلان: %(number)s") % {"number": listing.ad_license_number},
        str(settings.OFFICE_NAME),
    ]


def _size(listing: Property) -> str:
    parts: list[Any] = []
    if listing.area:
        parts.append(_("المساحة %(area)s م²") % {"area": format_amount(listing.area)})
    if listing.rooms:
        parts.append(counted(listing.rooms, "room"))
    if listing.street_width:
        parts.append(_("شارع %(width)s م") % {"width": listing.street_width})
    if listing.facade:
        parts.append(_("واجهة %(facade)s") % {"facade": listing.get_facade_display()})
    return "، ".join(map(str, parts))
