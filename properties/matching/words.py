"""The reasons of a match as people read them: made when shown, of what is stored (rules: Matching)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.arabic import counted
from core.numbers import format_amount, short_money
from properties.matching.scoring import Verdict
from properties.models.choices import Facade, Feature


@dataclass(frozen=True)
class Words:
    """One reason: how it speaks for the pair (`yes`, `no` or `open`), and its sentence."""

    stands: str
    text: str


STANDS = {Verdict.PASS: "yes", Verdict.NEAR: "no", Verdict.FAIL: "no", Verdict.UNKNOWN: "open"}
NAMES = {
    "price": _lazy("السعر"),
    "district": _lazy("الحي"),
    "area": _lazy("المساحة"),
    "rooms": _lazy("عدد الغرف"),
    "street_width": _lazy("عرض الشارع"),
    "facade": _lazy("الواجهة"),
    "age": _lazy("عمر العقار"),
}


def in_words(reasons: Sequence[Mapping[str, Any]]) -> list[Words]:
    """The reasons' sentences: those that speak for the pair first, then those against it, then what is not known."""
    told = [Words(STANDS[Verdict(reason["verdict"])], _sentence(reason)) for reason in reasons]
    return sorted(told, key=lambda words: ("yes", "no", "open").index(words.stands))


def _sentence(reason: Mapping[str, Any]) -> str:
    kind, _colon, code = reason["criterion"].partition(":")
    verdict, wanted, found = Verdict(reason["verdict"]), reason["wanted"], reason["found"]
    name = str(Feature(code).label) if kind == "feature" else str(NAMES[kind])
    if verdict == Verdict.UNKNOWN:
        return _("%(name)s: غير معروف") % {"name": name}
    if kind == "feature":
        return name if verdict == Verdict.PASS else _("بلا %(name)s") % {"name": name}
    if found is None:  # of another agent's property nothing is told
        return name
    return _SAYS[kind](verdict, wanted, found)


def _price(verdict: Verdict, wanted: Any, found: Any) -> str:
    if verdict == Verdict.PASS:
        least = wanted["min"]
        return _("أقل من الميزانية") if least and Decimal(found) < Decimal(least) else _("ضمن الميزانية")
    return _("أعلى من الميزانية بـ %(amount)s") % {"amount": _amount(Decimal(found) - Decimal(wanted["max"]))}


def _district(verdict: Verdict, wanted: Any, found: Any) -> str:
    if verdict == Verdict.PASS:
        return _("حي مطلوب")
    named = _(" أو ").join(wanted[:2])
    return _("يفضّل %(districts)s، وهذا في %(found)s") % {"districts": named, "found": found}


def _area(verdict: Verdict, wanted: Any, found: Any) -> str:
    area = _("%(area)s م²") % {"area": format_amount(Decimal(found))}
    if verdict == Verdict.PASS:
        return area
    is_small = wanted["min"] is not None and Decimal(found) < Decimal(wanted["min"])
    return (
        _("%(area)s، أصغر من المطلوب") % {"area": area} if is_small else _("%(area)s، أكبر من المطلوب") % {"area": area}
    )


def _rooms(verdict: Verdict, wanted: Any, found: Any) -> str:
    rooms = counted(found, "room")
    return (
        rooms if verdict == Verdict.PASS else _("%(rooms)s، والمطلوب %(wanted)s") % {"rooms": rooms, "wanted": wanted}
    )


def _street(verdict: Verdict, wanted: Any, found: Any) -> str:
    street = _("شارع %(width)s م") % {"width": found}
    return (
        street
        if verdict == Verdict.PASS
        else _("%(street)s، والمطلوب %(wanted)s") % {"street": street, "wanted": wanted}
    )


def _facade(verdict: Verdict, wanted: Any, found: Any) -> str:
    return _("واجهة %(facade)s") % {"facade": Facade(found).label}


def _age(verdict: Verdict, wanted: Any, found: Any) -> str:
    if found == 0:
        return _("جديد")
    age = _("عمره %(age)s") % {"age": counted(found, "year", oblique=True)}
    return age if verdict == Verdict.PASS else _("%(age)s، أقدم من المطلوب") % {"age": age}


def _amount(value: Decimal) -> str:
    figure, unit = short_money(value)
    return f"{figure} {unit}"


_SAYS: dict[str, Callable[[Verdict, Any, Any], str]] = {
    "price": _price,
    "district": _district,
    "area": _area,
    "rooms": _rooms,
    "street_width": _street,
    "facade": _facade,
    "age": _age,
}
