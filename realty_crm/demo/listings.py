"""What the demo's agents have to offer, and what some of their customers look for, so that sensible matches come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from django.core.files.base import ContentFile

from core.dates import local_date
from core.models import User
from crm.models import Customer
from properties.flows import add_photo, add_property, add_request, edit_property, tell_match
from properties.models import Property, PropertyMatch
from properties.models.choices import LANDS, WITHOUT_ROOMS
from realty_crm.demo.hours import busy_moment, later
from realty_crm.demo.people import Team
from realty_crm.demo.scenes import draw_house
from realty_crm.demo.wishes import CITIES, NORTH, districts_of, weighted

LISTINGS, REQUESTS = 120, 60
OLDEST_DAYS = 120
TYPES = {"apartment": 34, "villa": 26, "floor": 14, "duplex": 10, "land_residential": 12, "building": 5, "office": 5}
AREAS = {
    "apartment": (100, 220),
    "villa": (220, 500),
    "duplex": (200, 360),
    "floor": (180, 360),
    "land_residential": (300, 900),
    "building": (400, 900),
    "office": (60, 250),
}
# Riyals for a square metre, to buy, by zone; a year's rent is about a sixteenth of the price.
PER_METRE = {"north": (6_500, 11_500), "riyadh": (3_000, 6_000), "other": (2_800, 5_200)}
LAND_SHARE = Decimal("0.6")  # of what a metre of a house costs
NAMES = {
    "apartment": ("شقة دور أول", "شقة بمدخل خاص", "شقة روف", "شقة ثلاث غرف وصالة"),
    "villa": ("فيلا درج صالة", "فيلا درج صالة وشقة", "فيلا مودرن", "فيلا زاوية"),
    "duplex": ("دوبلكس حديث", "دوبلكس ركن"),
    "floor": ("دور أرضي", "دور علوي مع سطح"),
    "land_residential": ("أرض سكنية على شارع 20", "أرض سكنية رأس بلك"),
    "building": ("عمارة استثمارية", "عمارة شقق مفروشة"),
    "office": ("مكتب في برج", "مكتب مجهز"),
}
TEXTS = (
    "قريبة من المدارس والخدمات، والتشطيب حديث، والصك إلكتروني.",
    "المالك جاد في البيع، والمعاينة بعد العصر.",
    "",
    "موقع هادئ على شارع داخلي، ومواقف كافية أمام العقار.",
)
COMMON = ("elevator", "parking", "majlis", "private_entrance", "ac", "yard", "roof", "kitchen", "maid_room", "pool")


@dataclass
class Offer:
    """One listing to be."""

    agent: User
    came: datetime
    facts: dict[str, Any]
    rng: Random
    photos: int


def make_lives(team: Team, at: datetime, seed: int) -> list[Iterator[datetime]]:
    """The lives of listings and requests, to be played beside those of customers."""
    agents = [team.salman, team.sara, team.fahd]
    rngs = [Random(f"{seed}/listing/{n}") for n in range(LISTINGS)]  # noqa: S311
    lives = [_listing_life(_offer(rng, n, agents, at), at) for n, rng in enumerate(rngs)]
    for n in range(REQUESTS):
        rng = Random(f"{seed}/request/{n}")  # noqa: S311
        came = busy_moment(rng, local_date(at - timedelta(days=1 + 30 * rng.random() ** 1.5)))
        lives.append(_request_life(rng.choices(agents, [50, 30, 20])[0], came, rng))
    return lives


def _offer(rng: Random, n: int, agents: list[User], at: datetime) -> Offer:
    came = busy_moment(rng, local_date(at - timedelta(days=2 + OLDEST_DAYS * rng.random() ** 1.6)))
    agent = rng.choices(agents, [50, 30, 20])[0]
    return Offer(agent, came, _facts(rng, n, at), rng, photos=rng.choice((0, 0, 1, 1, 2, 4)))


def _facts(rng: Random, n: int, at: datetime) -> dict[str, Any]:
    kind, city = weighted(rng, TYPES), weighted(rng, CITIES)
    is_north = city == "الرياض" and rng.random() < 0.55
    district = rng.choice(NORTH if is_north else districts_of(city) or ("",))
    purpose = "rent" if kind in ("apartment", "office", "floor") and rng.random() < 0.4 else "sale"
    area = Decimal(rng.randrange(*AREAS[kind], 5))
    facts = {
        "title": rng.choice(NAMES[kind]),
        "type": kind,
        "purpose": purpose,
        "city": city,
        "district": district,
        "area": area,
        "price": _price(rng, kind, purpose, area, "north" if is_north else "riyadh" if city == "الرياض" else "other"),
        "street_width": rng.choice((12, 15, 20, 20, 25, 30, None)),
        "facade": rng.choice(("north", "south", "east", "west", "north_east", "")),
        "description": rng.choice(TEXTS),
        "status": rng.choices(("available", "reserved", "draft", "withdrawn"), (84, 6, 5, 5))[0],
        "deed_number": f"3101000{rng.randrange(10_000, 99_999)}" if rng.random() < 0.8 else "",
        "plan_number": str(rng.randrange(1000, 3999)) if rng.random() < 0.7 else "",
        "plot_number": str(rng.randrange(1, 999)) if rng.random() < 0.7 else "",
    }
    if kind not in WITHOUT_ROOMS:
        facts |= {"rooms": max(1, int(area) // rng.choice((45, 55, 65))), "bathrooms": rng.choice((2, 3, 4, 5))}
    if kind not in LANDS:
        known = rng.sample(COMMON, rng.choice((2, 3, 4, 5)))
        facts |= {"age_years": rng.choice((0, 0, 1, 2, 4, 7, 12))}
        facts["features"] = {code: rng.random() < 0.8 for code in known}
    return {**facts, **_licence(rng, n, at)}


def _price(rng: Random, kind: str, purpose: str, area: Decimal, zone: str) -> Decimal:
    """A round sum: to 50,000 what is sold, to 1,000 what is let."""
    metre = Decimal(rng.randrange(*PER_METRE[zone], 100)) * (LAND_SHARE if kind in LANDS else 1)
    whole = metre * area
    step = 50_000 if purpose == "sale" else 1_000
    return max(Decimal(step), Decimal(round(whole / (1 if purpose == "sale" else 16) / step) * step))


def _licence(rng: Random, n: int, at: datetime) -> dict[str, Any]:
    """Most have a valid licence, some an expired one, some none: those stay within the office."""
    luck = rng.random()
    if luck > 0.85:
        return {}
    days = rng.randrange(20, 300) if luck < 0.75 else -rng.randrange(5, 60)
    return {
        "ad_license_number": f"72{n:08d}",
        "ad_license_expires_on": local_date(at) + timedelta(days=days),
        "contract_number": f"62{n:08d}",
        "contract_ends_on": local_date(at) + timedelta(days=days + 30),
    }


def _listing_life(offer: Offer, until: datetime) -> Iterator[datetime]:
    """It comes, with its pictures; some cost less after a while; and what it matched is spoken of."""
    rng, at = offer.rng, offer.came
    yield at
    landlord = _landlord(offer)
    listing = add_property(by=offer.agent, at=at, facts={**offer.facts, "landlord": landlord})
    for number in range(offer.photos):
        picture = draw_house(rng)
        sent = BytesIO()
        picture.save(sent, "JPEG", quality=85)
        upload = ContentFile(sent.getvalue(), name=f"{number}.jpg")
        add_photo(by=offer.agent, at=at, property_id=listing.pk, upload=upload)
    if rng.random() < 0.25:
        at = later(rng, at, rng.randrange(5, 30))
        yield at
        cut = (listing.price * rng.choice((96, 95, 93)) / 100).quantize(Decimal(1000))
        edit_property(by=offer.agent, at=at, property_id=listing.pk, version=None, facts={"price": cut})
    at = max(later(rng, at, 2), until - timedelta(days=rng.randrange(1, 6)))
    yield at
    _speak_of(listing, rng, offer.agent, at)


def _landlord(offer: Offer) -> int | None:
    owners = Customer.objects.live().filter(owner=offer.agent, kind__in=("seller", "landlord")).order_by("pk")
    known = list(owners.values_list("pk", flat=True))
    return offer.rng.choice(known) if known and offer.rng.random() < 0.7 else None


def _speak_of(listing: Property, rng: Random, agent: User, at: datetime) -> None:
    """Some of the pairs were sent already, some were liked, some were refused."""
    for match in PropertyMatch.objects.live().open().filter(property=listing, owner=agent).order_by("pk"):
        status = rng.choices(("pending", "sent", "interested", "rejected", "dismissed"), (50, 25, 10, 10, 5))[0]
        if status != "pending":
            reason = rng.choice(("price", "location", "area")) if status == "rejected" else ""
            told = {"match_id": match.pk, "version": None, "status": status, "reject_reason": reason}
            tell_match(by=agent, at=at, **told)


def _request_life(agent: User, came: datetime, rng: Random) -> Iterator[datetime]:
    """One of the agent's customers says what it looks for: near what it was known to want."""
    yield came
    seekers = Customer.objects.live().filter(owner=agent, kind__in=("buyer", "tenant", "investor", "company"))
    free = seekers.filter(requests__isnull=True, budget__isnull=False).exclude(city="").order_by("pk")
    customer = rng.choice(list(free[:80]))
    is_tenant = customer.kind in ("tenant", "company")
    kinds = ("apartment", "floor", "office") if is_tenant else ("villa", "duplex", "apartment", "floor")
    chosen = rng.sample(kinds, rng.choice((0, 1, 2, 2)))
    budget = customer.budget
    facts: dict[str, Any] = {
        "purpose": "rent" if is_tenant else "sale",
        "types": chosen,
        "city": customer.city,
        "districts": customer.districts,
        "districts_strict": bool(customer.districts) and rng.random() < 0.15,
        "budget_max": budget,
        "budget_min": (budget * 7 / 10).quantize(Decimal(1000)) if rng.random() < 0.4 else None,
        "area_min": Decimal(rng.choice((120, 150, 200, 250))) if rng.random() < 0.5 else None,
        "rooms_min": rng.choice((2, 3, 4, 5)) if rng.random() < 0.6 else None,
        "age_max": rng.choice((3, 5, 10)) if rng.random() < 0.3 else None,
        "nice_to_have": rng.sample(COMMON, rng.choice((0, 1, 2))),
        "must_have": rng.sample(COMMON[:4], 1) if rng.random() < 0.2 else [],
        "payment": rng.choice(("cash", "mortgage", "")) if not is_tenant else "",
    }
    add_request(by=agent, at=came, customer_id=customer.pk, facts=facts)
