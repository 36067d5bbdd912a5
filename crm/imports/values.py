"""What a row of a file says of a customer: cleaned as the form would, or what is wrong with it. Pure functions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.arabic import search_key
from core.phones import is_mobile
from crm.imports.problems import Unclear
from crm.imports.readers import READERS, longest_of, too_long
from crm.models.choices import Status

Values = dict[str, Any]
Problems = list[dict[str, str]]  # each `field`, `message`, and `suggestion` where there is one

_LONGEST_NAME = longest_of("name")


def read_values(cells: Sequence[str], mapping: Sequence[str], defaults: Mapping[str, Any]) -> tuple[Values, Problems]:
    """The values that a row gives, by field, as `create_customer` takes them; and what is wrong with it.

    `mapping` is the field of each column ("" and what is not imported: none), `defaults` what holds where a row says
    nothing, cleaned already. A field of which nothing is said is absent: an empty cell never empties a field.
    `owner` is the user name as written. A row with a problem is not to be taken.
    """
    values, problems = _read(cells, mapping)
    _settle_phones(values)
    for field, value in defaults.items():
        values.setdefault(field, value)
    for field, message in _breaches(values):
        if all(problem["field"] != field for problem in problems):
            problems.append({"field": field, "message": message})
    if values.get("status") != Status.LOST:
        values.pop("lost_reason", None)
    return values, problems


def stored(values: Values) -> Values:
    """The values as JSON holds them; `restored` gives them back."""
    return {**values, "budget": f"{values['budget']:f}"} if "budget" in values else values


def restored(values: Values) -> Values:
    """The values that `stored` was given."""
    return {**values, "budget": Decimal(values["budget"])} if "budget" in values else values


def _read(cells: Sequence[str], mapping: Sequence[str]) -> tuple[Values, Problems]:
    """Each cell by itself."""
    values: Values = {}
    problems: Problems = []
    for field, cell in zip(mapping, cells, strict=False):
        if not cell or field not in READERS:
            continue
        try:
            value = READERS[field](cell)
        except Unclear as unclear:
            problems.append(_problem(field, unclear))
        else:
            if value is not None:
                values[field] = value
    if "last_name" in values:
        values["name"] = _whole_name(values.get("name", ""), values.pop("last_name"))
    return values, problems


def _problem(field: str, unclear: Unclear) -> dict[str, str]:
    problem = {"field": field, "message": unclear.message}
    return {**problem, "suggestion": unclear.suggestion} if unclear.suggestion else problem


def _whole_name(name: str, last: str) -> str:
    """The name and the family's, unless it ends with that already."""
    return name if search_key(name).endswith(search_key(last)) else f"{name} {last}".strip()


def _settle_phones(values: Values) -> None:
    """Of two phones in one cell the second is for WhatsApp, where nothing else is and it can be; kept if it differs."""
    phones: list[str] = values.pop("phone", [])
    if phones:
        values["phone"] = phones[0]
    for other in phones[1:]:
        if is_mobile(other):
            values.setdefault("whatsapp", other)
    if values.get("whatsapp") == values.get("phone"):
        values.pop("whatsapp", None)


def _breaches(values: Values) -> list[tuple[str, str]]:
    """The rules between cells that the row breaks: the field, and why."""
    breaches = []
    if "name" not in values:
        breaches.append(("name", _("الاسم مطلوب.")))
    elif len(values["name"]) > _LONGEST_NAME:
        breaches.append(("name", too_long(_LONGEST_NAME).message))
    if "phone" not in values:
        breaches.append(("phone", _("الجوال مطلوب.")))
    if values.get("status") == Status.LOST and "lost_reason" not in values:
        breaches.append(("lost_reason", _("اختر سبب الخسارة.")))
    return breaches
