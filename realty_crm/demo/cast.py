"""Who the 400 customers are: each one's facts, its agent, how long ago it came and where it will have got to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from core.dates import local_date
from core.models import User
from crm.models.choices import LostReason, Status
from realty_crm.demo import words
from realty_crm.demo.hours import busy_moment
from realty_crm.demo.people import Team
from realty_crm.demo.wishes import make_wish, weighted

CUSTOMERS = 400
FRESH_LEADS = 16  # came in the last hours, nobody has called them yet
OLDEST_DAYS = 170
# Of every 400; «converted» is left out until sales exist, for it comes with a sale.
STATUSES = {
    Status.NEW: 100 - FRESH_LEADS,
    Status.CONTACTED: 100,
    Status.QUALIFIED: 60,
    Status.VIEWING: 48,
    Status.NEGOTIATING: 44,
    Status.ON_HOLD: 16,
    Status.LOST: 32,
}
SOURCES: dict[str, int] = {
    # WhatsApp and portals 55, referral 20, social 15, card and walk-in 10
    "whatsapp": 20,
    "aqar": 15,
    "bayut": 6,
    "haraj": 5,
    "deal_app": 4,
    "wasalt": 3,
    "property_finder": 2,
    "referral": 17,
    "returning": 3,
    "snapchat": 5,
    "instagram": 3,
    "x": 3,
    "tiktok": 2,
    "telegram_group": 1,
    "whatsapp_group": 1,
    "digital_card": 4,
    "walk_in": 3,
    "phone_call": 2,
    "signboard": 1,
}
PRIORITIES = {"low": 15, "medium": 55, "high": 22, "urgent": 8}


@dataclass
class Part:
    """One customer to be: `facts` to create it with, then a life up to `status`."""

    agent: User
    came: datetime
    status: str
    facts: dict[str, Any]
    rng: Random
    lost_reason: str = ""


def make_cast(team: Team, at: datetime, seed: int) -> list[Part]:
    """All parts as of `at`; the same ones for the same day and seed."""
    rng = Random(seed)  # noqa: S311 (demo data, no secret)
    phones = rng.sample(range(1_000_000, 9_999_999), CUSTOMERS)
    ends: list[str] = [str(status) for status, count in STATUSES.items() for _n in range(count)]
    rng.shuffle(ends)
    ends += [str(Status.NEW)] * FRESH_LEADS
    return [_part(Random(f"{seed}/{n}"), n, team, at, ends[n], phones[n]) for n in range(CUSTOMERS)]  # noqa: S311


def _part(rng: Random, n: int, team: Team, at: datetime, status: str, phone: int) -> Part:
    is_fresh = n >= CUSTOMERS - FRESH_LEADS
    agents = [team.salman, team.sara, team.fahd]
    agent = agents[n % 3] if is_fresh else rng.choices(agents, [50, 30, 20])[0]
    came = _lately(rng, at) if is_fresh else _came(rng, at, status)
    reason = rng.choice(LostReason.values) if status == Status.LOST else ""
    return Part(agent, came, status, _facts(rng, f"052{phone}"), rng, reason)


def _lately(rng: Random, at: datetime) -> datetime:
    """Today or yesterday, in office hours if they have begun."""
    moment = busy_moment(rng, local_date(at - timedelta(days=rng.choice((0, 0, 1)))))
    return moment if moment < at else at - timedelta(minutes=rng.randrange(8, 240))


def _came(rng: Random, at: datetime, status: str) -> datetime:
    """Some days ago: more of them lately; new ones not long ago, those who got far no less than two weeks."""
    least = {Status.NEW: 2, Status.CONTACTED: 4}.get(Status(status), 16)
    days = least + (OLDEST_DAYS - least) * rng.random() ** 1.7 * (0.12 if status == Status.NEW else 1)
    return busy_moment(rng, local_date(at - timedelta(days=days)))


def _facts(rng: Random, phone: str) -> dict[str, Any]:
    city, kind, note = rng.choice(words.NOTES) if rng.random() < 0.45 else ("", "", "")
    wish = make_wish(rng, city=city, kind=kind)
    name, latin = _name(rng, wish["kind"])
    return {
        **wish,
        "name": name,
        "phone": phone,
        "whatsapp": f"052{rng.randrange(1_000_000, 9_999_999)}" if rng.random() < 0.06 else "",
        "email": f"{latin}.{phone[-4:]}@example.com" if rng.random() < 0.4 else "",
        "source": weighted(rng, SOURCES),
        "priority": weighted(rng, PRIORITIES),
        "tags": rng.sample(words.TAGS, rng.choice((0, 0, 1, 1, 2, 3))),
        "notes": note,
        "consent_marketing": rng.random() < 0.3,
    }


def _name(rng: Random, kind: str) -> tuple[str, str]:
    """A name as agents write them down, and its first word in Latin letters."""
    if kind == "company":
        return rng.choice(words.COMPANIES), "office"
    is_woman = rng.random() < 0.33
    first, latin = rng.choice(words.WOMEN if is_woman else words.MEN)
    family = rng.choice(words.FAMILIES)
    if rng.random() < 0.07:
        child = rng.choice(words.MEN)[0]
        return (f"أم {child}" if is_woman else f"أبو {child}"), latin
    title = ("د. " if is_woman else rng.choice(("م. ", "د. "))) if rng.random() < 0.06 else ""
    return f"{title}{first} {family}", latin
