"""The list of listings, and one of them (product: Pages)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from core.access import visible_or_404
from core.arabic import counted
from core.dates import local_date
from core.exports import UnknownFormat, export_response
from core.filters import owners_for
from core.login import the_user
from core.messages import success_with_undo
from core.models import User
from core.pages import BookPaginator
from core.panels import Bound, Chip, Option, Panel, amount_words
from core.requests import next_url
from crm.exports import refuse_who_may_not_export
from properties.exports import asked_of, export_properties
from properties.filters import PropertyFilter
from properties.flows import delete_property, edit_property, restore_property
from properties.models import Property, PropertyQuerySet
from properties.models.choices import PropertyStatus, PropertyType, Purpose
from properties.prices import price_history, with_is_repriced
from properties.sharing import NotShared, share_text, whatsapp_link
from properties.views.lines import best_lines

ORDERS = {
    "": _lazy("الأحدث إضافة"),
    "price": _lazy("السعر: من الأقل"),
    "-price": _lazy("السعر: من الأعلى"),
    "-area": _lazy("المساحة: من الأكبر"),
    "listed_at": _lazy("الأقدم عرضًا"),
}
TABLE = "table"
MOST_MATCHES = 5  # the best; the inbox has the others
MOST_PLACES = 300


@require_safe
def property_list(request: HttpRequest) -> HttpResponse:
    """The listings a person may see, as cards with a photo or as a table (`view=table`)."""
    user, today = the_user(request), local_date(timezone.now())
    mine: PropertyQuerySet = Property.objects.visible_to(user).live()
    filters = PropertyFilter(request.GET, mine, request=request)
    panel = ListingPanel(filters, list(owners_for(request)), request.GET, today)
    shown = Property.objects.select_related("owner").with_cover()
    page = BookPaginator(filters.qs, shown).page_asked(request.GET.get("page"))
    ordering = filters.form.cleaned_data.get("ordering") or [""]
    context = {
        "page": page,
        "panel": panel,
        "search": request.GET.get("search", ""),
        "tabs": _tabs(mine),
        "tab": request.GET.get("status", ""),
        "places": _places(mine, request.GET),
        "as_table": request.GET.get("view") == TABLE,
        "orders": ORDERS,
        "ordering": ordering[0],
        "is_bare": not panel.is_active and not request.GET.get("search"),
        "may_export": user.may_export,
        "today": today,
    }
    return render(request, "properties/property_list.html", context)


class ListingPanel(Panel):
    """The filters of listings."""

    kept_names = ("search", "status", "city", "district", "ordering", "landlord")

    def __init__(self, filters: PropertyFilter, agents: Sequence[User], query: QueryDict, today: date) -> None:
        super().__init__(filters, query, today)
        self.owners = agents

    @property
    def kept(self) -> list[tuple[str, str]]:
        asked = {name: self.query.get(name, "") for name in (*self.kept_names, "view")}
        return [(name, text) for name, text in asked.items() if text]

    def _chips(self) -> Iterator[Chip]:
        yield from self._chip_of_codes("purpose", Purpose)
        yield from self._chip_of_codes("type", PropertyType)
        if city := self.asked.get("city"):
            place = "، ".join(filter(None, [self.asked.get("district"), city]))
            yield Chip(_("الموقع"), place, self._without("city", "district"))
        yield from self._range(_("السعر"), "min_price", "max_price", amount_words)
        yield from self._range(_("المساحة"), "min_area", "max_area", lambda area: f"{area:,.0f} م²")
        if (rooms := self.asked.get("rooms")) is not None:
            yield Chip(_("غرف النوم"), str(int(rooms)), self._without("rooms"))
        if owner := self.asked.get("owner"):
            yield Chip(_("الوسيط"), owner.name, self._without("owner"))

    @property
    def purposes(self) -> list[Option]:
        return self._options("purpose", Purpose.choices)

    @property
    def types(self) -> list[Option]:
        return self._options("type", PropertyType.choices)

    @property
    def bounds(self) -> list[Bound]:
        prices = [self._bound(name, unit=_("ريال")) for name in ("min_price", "max_price")]
        areas = [self._bound(name, unit=_("م²")) for name in ("min_area", "max_area")]
        return [*prices, *areas, self._bound("rooms")]

    @property
    def owner(self) -> User | None:
        return self.asked.get("owner")


def _tabs(mine: PropertyQuerySet) -> list[tuple[str, Any, int | None]]:
    """Code, word and how many, for each status."""
    numbers = dict(mine.order_by().values_list("status").annotate(Count("pk")))
    return [("", _("الكل"), None), *((code, label, numbers.get(code, 0)) for code, label in PropertyStatus.choices)]


@dataclass(frozen=True)
class Place:
    """A city or a district in the tree of places: how many listings, and the list of them."""

    name: str
    count: int
    url: str
    is_chosen: bool
    districts: list["Place"]


def _places(mine: PropertyQuerySet, query: QueryDict) -> list[Place]:
    """Where the listings are: cities by how many they have, each with its districts. One query."""
    groups = (
        mine.order_by()
        .values("city_key", "district_key")
        .annotate(number=Count("pk"), city_name=Min("city"), district_name=Min("district"))
        .order_by("-number")[:MOST_PLACES]
    )
    of_city: dict[str, list[dict[str, Any]]] = {}
    for group in groups:
        of_city.setdefault(group["city_key"], []).append(group)
    cities = [_city(parts, query) for parts in of_city.values()]
    return sorted(cities, key=lambda city: -city.count)


def _city(parts: list[dict[str, Any]], query: QueryDict) -> Place:
    name = parts[0]["city_name"]
    chosen_city, chosen_district = query.get("city", ""), query.get("district", "")
    districts = [
        Place(
            part["district_name"],
            part["number"],
            _place_url(query, name, part["district_name"]),
            chosen_city == name and chosen_district == part["district_name"],
            [],
        )
        for part in parts
        if part["district_key"]
    ]
    is_chosen = chosen_city == name and not chosen_district
    return Place(name, sum(part["number"] for part in parts), _place_url(query, name), is_chosen, districts)


def _place_url(query: QueryDict, city: str, district: str = "") -> str:
    kept = {name: values for name, values in query.lists() if name not in {"city", "district", "page"}}
    here = {"city": city, **({"district": district} if district else {})}
    return "?" + urlencode({**kept, **here}, doseq=True)


# ---------------------------------------------------------------- one listing


@require_safe
def property_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one listing: facts, licence, who it fits and why, what it was asked for."""
    user, now = the_user(request), timezone.now()
    rows = with_is_repriced(Property.objects.live().select_related("owner", "landlord"))
    listing: Any = visible_or_404(rows, user, pk)
    today = local_date(now)
    matches = listing.matches.live().open().visible_to(user).select_related("request__customer")
    lines, match_count = best_lines(matches, MOST_MATCHES, user, today)
    context = {
        "listing": listing,
        "photos": list(listing.photos.all()),
        "shows_landlord": listing.shows_landlord_to(user),
        "missing": listing.licence_missing(today),
        "unshared": listing.why_not_shared(today),
        "lines": lines,
        "match_count": match_count,
        "prices": price_history(listing) if listing.is_repriced else [],
        "days": listing.days_on_market(now),
        "statuses": [code for code in PropertyStatus.choices if code[0] not in ("sold", "rented", listing.status)],
        "now": now,
        "today": today,
    }
    return render(request, "properties/property.html", context)


@require_safe
def property_share(request: HttpRequest, pk: int) -> HttpResponse:
    """The text to send to anybody, to copy or to open in WhatsApp; or the reason why there is none."""
    listing: Property = visible_or_404(Property, the_user(request), pk)
    try:
        text, reason = share_text(listing, local_date(timezone.now())), ""
    except NotShared as refusal:
        text, reason = "", str(refusal)
    context = {"listing": listing, "text": text, "reason": reason, "whatsapp_url": whatsapp_link("", text)}
    return render(request, "properties/property_share.html", context)


@require_POST
def property_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the listing another status."""
    listing: Property = visible_or_404(Property, the_user(request), pk)
    facts = {"status": request.POST.get("status", "")}
    try:
        edit_property(by=the_user(request), at=timezone.now(), property_id=pk, version=None, facts=facts)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("تغيّرت حالة العقار."))
    return redirect(next_url(request, listing.get_absolute_url()))


@require_http_methods(["GET", "HEAD", "POST"])
def property_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then put the listing into the bin; the message offers to take it back."""
    listing: Property = visible_or_404(Property, the_user(request), pk)
    if request.method != "POST":
        days = counted(settings.BIN_DAYS, "day", oblique=True)
        context = {"listing": listing, "cancel_url": listing.get_absolute_url(), "bin_days": days}
        return render(request, "properties/property_delete.html", context)
    delete_property(by=the_user(request), at=timezone.now(), property_id=pk)
    told = _("نُقل العقار «%(title)s» إلى المحذوفات.") % {"title": listing.title}
    success_with_undo(request, told, reverse("property_restore", args=[pk]))
    return redirect(next_url(request, "property_list"))


@require_POST
def property_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the listing out of the bin."""
    listing = restore_property(by=the_user(request), at=timezone.now(), property_id=pk)
    messages.success(request, _("استُعيد العقار «%(title)s».") % {"title": listing.title})
    return redirect(listing)


@require_GET
def property_export(request: HttpRequest) -> HttpResponseBase:
    """`?format=csv|xlsx|json` and the list's own filters."""
    by = the_user(request)
    refuse_who_may_not_export(by)
    filters = PropertyFilter(request.GET, Property.objects.visible_to(by).live(), request=request)
    if not filters.is_valid():
        raise BadRequest
    asked, format_ = asked_of(filters), request.GET.get("format") or "csv"
    try:
        export = export_properties(by=by, at=timezone.now(), listings=filters.qs, asked=asked, format=format_)
    except UnknownFormat as unknown:
        raise BadRequest from unknown
    return export_response(export)
