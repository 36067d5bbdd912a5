"""Serializer fields that take one type each, clean it as its flow will, and hold it to its column's bounds.

What a body leaves empty: null in an optional text or list means empty (`nothing`).
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.access import BIGGEST_ID
from core.iso import read_time
from core.models import User

LONGEST_TYPED = 10_000  # nothing longer is cleaned: its length is the error
Clean = Callable[[Any], Any]


class TextField(serializers.CharField):
    """A text and nothing but a text, cleaned with `clean` before its length is measured."""

    nothing = ""
    default_error_messages = {"too_long": _("النص أطول من المسموح.")}

    def __init__(self, *, clean: Clean = str, **options: Any) -> None:
        self.clean = clean
        if not options.get("required", True):
            options = {"allow_null": True, "allow_blank": True, **options}
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if len(data) > LONGEST_TYPED:
            self.fail("too_long")
        cleaned = self.clean(data)
        if not cleaned and not self.allow_blank:
            self.fail("blank")
        return str(cleaned)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        if data is None and self.allow_null:
            return True, self.nothing
        return super().validate_empty_values(data)

    def run_validators(self, value: Any) -> None:
        if value:
            super().run_validators(value)


class EmailField(TextField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, **options)
        self.validators.append(EmailValidator(message=_("أدخل عنوان بريد إلكتروني صحيحًا.")))


class CodeField(serializers.ChoiceField):
    """One of a column's codes; null and "" are none where the column may be empty."""

    def __init__(self, choices: Any, **options: Any) -> None:
        if options.get("allow_blank"):
            options.setdefault("allow_null", True)
        super().__init__(choices, **options)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        if data is None and self.allow_blank:
            return True, ""
        return super().validate_empty_values(data)


class LabelsField(serializers.ListField):
    """A list of short texts: tags, districts."""

    def __init__(self, *, clean: Clean, **options: Any) -> None:
        self.clean = clean
        super().__init__(child=serializers.CharField(), allow_null=True, **options)

    def to_internal_value(self, data: Any) -> list[str]:
        if not isinstance(data, list) or not all(isinstance(label, str) for label in data):
            raise serializers.ValidationError(_("أدخل قائمة نصوص."), code="invalid")
        return list(self.clean(data))

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        return (True, []) if data is None else super().validate_empty_values(data)


class MoneyField(serializers.DecimalField):
    """Riyals to the halala, as a decimal string; never below zero."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, min_value=Decimal(0), **options)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, str | int | Decimal):
            self.fail("invalid")
        return super().to_internal_value(data) or Decimal("0.00")  # of "-0" too


class NumberField(serializers.IntegerField):
    """A whole number: 5, not true."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class TruthField(serializers.BooleanField):
    """true or false, and no other word for them."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class TimeField(serializers.DateTimeField):
    """A time, ISO 8601; a bare date is nine in the morning in the office's zone (api: intro)."""

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str):
            raise serializers.ValidationError(_("أدخل وقتًا بصيغة ISO 8601."), code="invalid")
        try:
            return read_time(value)
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid") from error


class IdField(NumberField):
    """An id of a row, within 64 bits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=BIGGEST_ID, **options)


class ReferenceField(IdField):
    """The id of a live row that the caller may see; a stranger's is as wrong as one that does not exist (400)."""

    def __init__(self, *, model: Any, **options: Any) -> None:
        self.model = model
        super().__init__(**options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        pk = super().run_validation(data)
        if isinstance(pk, int) and not self._rows().filter(pk=pk).exists():
            raise serializers.ValidationError(str(self.model.not_found), code="does_not_exist")
        return pk

    def _rows(self) -> Any:
        return self.model.objects.live().visible_to(self.context["request"].user)


class OwnerField(IdField):
    """The agent a manager gives a row to: somebody active. Its value is the person."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        pk = super().run_validation(data)
        if not isinstance(pk, int):
            return None
        owner = User.objects.agents().filter(pk=pk).first()
        if owner is None:
            raise serializers.ValidationError(_("الوسيط غير موجود أو حسابه موقوف."), code="does_not_exist")
        return owner
