"""The pages' form fields, told apart from what they showed: only what a person changed is an edit."""

from typing import Any

from core import fields
from core.fields import MomentWidget


class MomentField(fields.MomentField):
    """Shows minutes: seconds that it does not show are no change."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        typed = [str(part or "").strip() for part in data or ["", ""]]
        return typed != MomentWidget().decompress(initial)


class LabelsField(fields.LabelsField):
    """A list is empty however it is written."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(self.to_python(data)) != list(initial or [])
