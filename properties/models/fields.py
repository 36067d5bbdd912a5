"""Columns of codes that tell their own words: for history, and wherever a stored value is shown (core.in_words)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from properties.models.choices import Facade, Feature, PropertyType


class CodesField(models.JSONField):
    """A list of codes."""

    codes: ClassVar[type[models.TextChoices]]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Most lists are empty, and matching reads thousands."""
        return [] if value == "[]" else super().from_db_value(value, expression, connection)

    def in_words(self, value: Sequence[str]) -> str:
        labels = dict(self.codes.choices)
        return "، ".join(str(labels.get(code, code)) for code in value)


class TypesField(CodesField):
    codes = PropertyType


class FacadesField(CodesField):
    codes = Facade


class WishedFeaturesField(CodesField):
    codes = Feature


class FeaturesField(models.JSONField):
    """{code: True or False}; absent is not known."""

    def in_words(self, value: Mapping[str, bool]) -> str:
        labels = dict(Feature.choices)
        told = (
            str(labels.get(code, code)) if has else f"{_('بلا')} {labels.get(code, code)}"
            for code, has in value.items()
        )
        return "، ".join(told)
