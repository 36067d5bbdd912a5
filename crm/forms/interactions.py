"""What is asked about a contact with a customer."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.dates import local_time, parse_moment, tomorrow
from core.fields import MomentField, TextField
from crm.models import Interaction
from crm.models.choices import NEXT_CONTACT_DAYS, Direction, InteractionType, Outcome

NO_OUTCOME = ("", _("غير محددة"))
NEXT_CALL_AT = time(10)


class InteractionForm(forms.Form):
    """A contact that took place, or is planned. The quick form of the customer's page sends a part of it."""

    type = forms.ChoiceField(label=_("نوع التواصل"), choices=InteractionType.choices, initial=InteractionType.CALL)
    direction = forms.ChoiceField(
        label=_("اتجاه الاتصال"),
        choices=[("", _("غير محدد")), *Direction.choices],
        required=False,
        help_text=_("للاتصالات فقط."),
    )
    outcome = forms.ChoiceField(label=_("النتيجة"), choices=[NO_OUTCOME, *Outcome.choices], required=False)
    duration = forms.IntegerField(
        label=_("المدة"),
        required=False,
        min_value=0,
        max_value=24 * 60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("أدخل عدد الدقائق رقمًا.")},
    )
    notes = TextField(label=_("ما دار بينكما"), required=False)
    moment = MomentField(label=_("الوقت"), required=False, help_text=_("إن تُرك فارغًا فالوقت هو الآن."))
    planned = forms.BooleanField(label=_("مخطط له ولم يتم بعد"), required=False)
    followup_at = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, interaction: Interaction | None = None, **options: Any) -> None:
        options["initial"] = {**_values(interaction), **options.get("initial", {})}
        super().__init__(data, label_suffix="", **options)
        self.interaction = interaction
        del self.fields["followup_at" if interaction else "version"]

    def clean_followup_at(self) -> datetime | None:
        typed = self.cleaned_data["followup_at"]
        try:
            return parse_moment(typed) if typed else None
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("type") != InteractionType.CALL:
            data["direction"] = ""
        if data.get("type") == InteractionType.NOTE and not data.get("notes") and "notes" not in self.errors:
            self.add_error("notes", _("اكتب نص الملاحظة."))
        if data.get("planned") and not data.get("moment") and "moment" not in self.errors:
            self.add_error("moment", _("حدد متى يُخطط له."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What was given, by column. No time given is left to the flow: now, or as it was."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("type", "direction", "outcome", "duration", "notes")}
        if data["planned"]:
            return {**facts, "completed_at": None, "scheduled_for": data["moment"]}
        return {**facts, "completed_at": data["moment"]} if data["moment"] and not self._is_as_it_was() else facts

    def _is_as_it_was(self) -> bool:
        """The form says minutes, the row seconds: a time left alone is no change."""
        stored = self.interaction.completed_at if self.interaction else None
        moment: datetime = self.cleaned_data["moment"]
        return stored is not None and stored.replace(second=0, microsecond=0) == moment

    @property
    def followup(self) -> dict[str, Any] | None:
        """The follow-up asked for along with the contact, by column."""
        due = self.cleaned_data.get("followup_at")
        contact = InteractionType(self.cleaned_data["type"]).label
        return {"due_date": due, "title": _now("متابعة بعد %(contact)s") % {"contact": contact}} if due else None


def next_contact(now: datetime, outcome: str = "") -> datetime | None:
    """When the quick form offers the next contact: the outcome's usual day at ten, never a Friday; None for no more.

    Without an outcome, tomorrow (domain: Outcome).
    """
    days = NEXT_CONTACT_DAYS.get(Outcome(outcome)) if outcome else 1
    if days is None:
        return None
    at_ten = local_time(now).replace(hour=NEXT_CALL_AT.hour, minute=NEXT_CALL_AT.minute)
    return tomorrow(now + timedelta(days=days - 1), like=at_ten)


def _values(interaction: Interaction | None) -> dict[str, Any]:
    if interaction is None:
        return {"type": InteractionType.CALL, "direction": Direction.OUT}
    kept = ("type", "direction", "outcome", "duration", "notes", "version")
    return {
        **{name: getattr(interaction, name) for name in kept},
        "moment": interaction.completed_at or interaction.scheduled_for,
        "planned": interaction.completed_at is None,
    }
