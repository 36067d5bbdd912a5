"""What a person gave of a listing or of a request, made fit to store: the same for every door."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.arabic import latin_digits
from core.text import clean_line, clean_text
from crm.cleaning import Cleaners, clean_labels
from properties.models.choices import Facade, Feature, PropertyType


def _line(raw: str | None) -> str:
    return clean_line(raw or "")


def _text(raw: str | None) -> str:
    return clean_text(raw or "")


def _licence(raw: str | None) -> str:
    """A licence's number: digits of any kind, with what people put between them."""
    return latin_digits(clean_line(raw or "")).replace(" ", "").replace("-", "")


def clean_features(raw: Mapping[str, Any] | None) -> dict[str, bool]:
    """{code: True or False}; what is None is not known, and left out."""
    given = raw or {}
    if not isinstance(given, Mapping):
        raise ValidationError(_("أدخل المزايا بصيغة {الرمز: true أو false}."), code="invalid")
    _refuse_unknown(given, Feature.values)
    if any(has is not None and not isinstance(has, bool) for has in given.values()):
        raise ValidationError(_("قيمة كل ميزة true أو false أو null."), code="invalid")
    return {code: given[code] for code in Feature.values if given.get(code) is not None}


def codes_of(known: Iterable[str]) -> Callable[[Any], list[str]]:
    """A cleaner of a list of codes: each once, in their own order."""
    order = list(known)

    def clean(raw: Any) -> list[str]:
        given = raw or []
        if not isinstance(given, list | tuple):
            raise ValidationError(_("أدخل قائمة رموز."), code="invalid")
        _refuse_unknown(given, order)
        return [code for code in order if code in given]

    return clean


def _refuse_unknown(given: Iterable[Any], known: Iterable[str]) -> None:
    codes = set(known)
    if any(not isinstance(code, str) or code not in codes for code in given):
        raise ValidationError(_("قيمة غير معروفة في القائمة."), code="invalid_choice")


PROPERTY: Cleaners = {
    "title": _line,
    "city": _line,
    "district": _line,
    "features": clean_features,
    "description": _text,
    "deed_number": _line,
    "plan_number": _line,
    "plot_number": _line,
    "ad_license_number": _licence,
    "contract_number": _line,
}
REQUEST: Cleaners = {
    "types": codes_of(PropertyType.values),
    "city": _line,
    "districts": clean_labels,
    "facades": codes_of(Facade.values),
    "must_have": codes_of(Feature.values),
    "nice_to_have": codes_of(Feature.values),
}
