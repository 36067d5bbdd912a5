"""Form fields that read what people type, and show again exactly what they typed when it was wrong.

Each value that a field gives is clean already: flows clean again, for the doors that have no form.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.dates import DAY_STARTS, local_time, parse_moment
from core.numbers import format_amount, parse_amount
from core.phones import format_phone, normalize_phone
from core.text import clean_line, clean_text

LABEL_MARKS = str.maketrans(dict.fromkeys("،؛;\n\r\t", ","))
LONGEST_TYPED = 50_000  # beyond it nothing is cleaned: the length is the error


class TypedBoundField(BoundField):
    """What was typed, as it was; before anything is typed, the value as its field writes it."""

    def value(self) -> Any:
        if self.form.is_bound:
            return self.data
        field = cast(TypedField, self.field)
        return field.written(self.initial) if self.initial is not None else None


class TypedField(forms.CharField):
    """A field of text that stands for another value: `read` makes the value, `written` the text."""

    empty: Any = ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        return TypedBoundField(form, self, field_name)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return self.empty
        try:
            return self.read(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def read(self, text: str) -> Any:
        """The value that the text says; ValueError with the reason in Arabic."""
        return text

    def written(self, value: Any) -> Any:
        """The text in which the field shows a stored value."""
        return value


class LineField(TypedField):
    """One plain line: a name, a title."""

    def read(self, text: str) -> str:
        return clean_line(text) if len(text) <= LONGEST_TYPED else text


class TextField(TypedField):
    """Plain text of several lines. A paste that is too long is refused whole rather than cut."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 10_000, rows: int = 4, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs.update({"rows": rows, "dir": "auto"})

    def read(self, text: str) -> str:
        return clean_text(text) if len(text) <= LONGEST_TYPED else text


class PhoneField(TypedField):
    """A phone in any spelling; its value is E.164 (rules: Phones)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "dir": "ltr"}))
        super().__init__(**options)

    def read(self, text: str) -> str:
        return normalize_phone(text)

    def written(self, value: str) -> str:
        return format_phone(value) if value else ""


class MoneyField(TypedField):
    """A sum in riyals as people write sums: `1,250,000`, «1.2 مليون», `٨٥٠ ألف`; None when empty."""

    empty = None
    unit = _("ريال")

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def read(self, text: str) -> Decimal:
        return parse_amount(text)

    def written(self, value: Decimal) -> str:
        return format_amount(value)


class LabelsField(TypedField):
    """Short labels in one line, parted by commas of either script; a list."""

    empty: Any = ()

    def read(self, text: str) -> list[str]:
        if len(text) > LONGEST_TYPED:
            raise ValueError(_("النص أطول من المسموح."))
        return [label.strip() for label in text.translate(LABEL_MARKS).split(",") if label.strip()]

    def written(self, value: list[str]) -> str:
        return "، ".join(value)

    def clean(self, value: Any) -> list[str]:
        return list(super().clean(value))


class MomentPart(forms.TextInput):
    """A day or a time: the device's own picker, or plain text to show again what no picker can hold."""

    template_name = "django/forms/widgets/input.html"

    def __init__(self, kind: str, readable: Any, label: Any) -> None:
        super().__init__(attrs={"aria-label": label, "dir": "ltr"})
        self.kind, self.readable = kind, readable

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"]
        context["widget"]["type"] = self.kind if not typed or self._is_iso(typed) else "text"
        return context

    def _is_iso(self, typed: str) -> bool:
        try:
            datetime.strptime(typed, self.readable)  # noqa: DTZ007  (a shape is asked, not a moment)
        except ValueError:
            return False
        return True


class MomentWidget(forms.MultiWidget):
    """A day and a time side by side."""

    template_name = "widgets/moment.html"

    def __init__(self) -> None:
        day = MomentPart("date", "%Y-%m-%d", _("اليوم"))
        clock = MomentPart("time", "%H:%M", _("الوقت"))
        super().__init__({"day": day, "time": clock})

    def decompress(self, value: datetime | None) -> list[str]:
        if value is None:
            return ["", ""]
        local = local_time(value)
        return [local.strftime("%Y-%m-%d"), local.strftime("%H:%M")]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class MomentField(forms.Field):
    """A day and a time in the office's zone, as an aware moment; a day alone means nine in the morning."""

    widget = MomentWidget

    def clean(self, value: Any) -> datetime | None:
        day, clock = ([str(part or "").strip() for part in value or []] + ["", ""])[:2]
        if not day and not clock:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            return parse_moment(day, clock or f"{DAY_STARTS:%H:%M}")
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


def show_refusal(form: forms.BaseForm, refusal: ValidationError, **asked_as: str) -> None:
    """Put what a flow refused at the fields it names; what the form does not ask stands above it.

    `asked_as` gives the form's name of a column that it asks under another.
    """
    by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {"__all__": refusal.error_list}
    for column, errors in by_field.items():
        field = asked_as.get(column, column)
        form.add_error(field if field in form.fields else None, cast(Any, errors))
