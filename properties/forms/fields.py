"""Form fields of listings and requests: three-state features, lists of codes, square metres."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.arabic import latin_digits
from core.dates import parse_date
from core.fields import TypedField
from core.numbers import format_amount
from properties.cleaning import clean_features
from properties.models.choices import Feature

YES, NO = "yes", "no"
STATES = (("", _lazy("غير معروف")), (YES, _lazy("نعم")), (NO, _lazy("لا")))


class CodesField(forms.MultipleChoiceField):
    """Several of a column's codes, ticked; a list in their own order."""

    def __init__(self, choices: Any, **options: Any) -> None:
        self.codes = [code for code, _label in choices]
        super().__init__(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        return [code for code in self.codes if code in chosen]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])


class ThreeStates(forms.MultiWidget):
    """For each feature: not known, yes or no."""

    template_name = "widgets/features.html"

    def __init__(self) -> None:
        super().__init__({code: forms.Select(choices=STATES, attrs={"class": "input"}) for code in Feature.values})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], Feature.labels, strict=True):
            part["label"] = label
        return context

    def decompress(self, value: dict[str, bool] | None) -> list[str]:
        states = {True: YES, False: NO}
        return [states.get(has, "") if (has := (value or {}).get(code)) is not None else "" for code in Feature.values]


class FeaturesField(forms.Field):
    """{code: True or False}; what is not known is left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=ThreeStates, **options)

    def clean(self, value: Any) -> dict[str, bool]:
        told = dict(zip(Feature.values, value or [], strict=False))
        if any(state not in {"", YES, NO, None} for state in told.values()):
            raise ValidationError(_("اختر: نعم أو لا أو غير معروف."), code="invalid_choice")
        return clean_features({code: state == YES for code, state in told.items() if state})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.clean(data) != (initial or {}))


class AreaField(TypedField):
    """Square metres as people type them: digits of any kind, thousands parted or not; None when empty."""

    empty = None
    unit = _lazy("م²")

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **options)

    def read(self, text: str) -> Decimal:
        plain = latin_digits(text).replace("٫", ".").translate(str.maketrans("", "", "٬,، "))
        try:
            area = Decimal(plain)
        except InvalidOperation as error:
            raise ValueError(_("أدخل المساحة بالمتر المربع، مثال: 350.")) from error
        if not area.is_finite() or area <= 0 or area != area.quantize(Decimal("0.01")):
            raise ValueError(_("أدخل المساحة بالمتر المربع، مثال: 350."))
        return area

    def written(self, value: Decimal) -> str:
        return format_amount(value)


class CountField(TypedField):
    """A small whole number, of digits of any kind; None when empty."""

    empty = None

    def __init__(self, *, unit: Any = "", **options: Any) -> None:
        self.unit = unit
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **options)

    def read(self, text: str) -> int:
        digits = latin_digits(text)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
            raise ValueError(_("أدخل عددًا صحيحًا."))
        return int(digits)

    def written(self, value: int) -> str:
        return str(value)


class DayField(TypedField):
    """A day, as a date field of the browser sends it, or as people type it; None when empty."""

    empty = None

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}), **options)

    def read(self, text: str) -> Any:
        return parse_date(text)

    def written(self, value: Any) -> str:
        return str(value.isoformat())
