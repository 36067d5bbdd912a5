"""Forms of follow-ups. What they save goes through crm.flows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, MomentField, TextField
from crm.models import Followup, Interaction


class FollowupForm(forms.Form):
    """What a person says of a follow-up; `version` is the one it saw, absent for a new one."""

    title = LineField(label=_("ما المطلوب؟"), max_length=200)
    due_date = MomentField(label=_("الموعد"), help_text=_("بلا وقت: 9:00 صباحًا."))
    priority = forms.ChoiceField(label=_("الأولوية"), choices=Followup.Priority.choices, initial="medium")
    description = TextField(label=_("التفاصيل"), required=False)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @property
    def facts(self) -> dict[str, Any]:
        """The columns, for the flow."""
        return {name: self.cleaned_data[name] for name in ("title", "due_date", "priority", "description")}


class CompleteForm(forms.Form):
    """How the contact went; all of it optional, for the one tap has none of it."""

    type = forms.ChoiceField(label=_("طريقة التواصل"), choices=Interaction.Type.choices, required=False, initial="call")
    outcome = forms.ChoiceField(
        label=_("النتيجة"), choices=[("", _("بلا نتيجة محددة")), *Interaction.Outcome.choices], required=False
    )
    notes = TextField(label=_("ملاحظات"), required=False)

    @property
    def contact(self) -> dict[str, str]:
        given = self.cleaned_data
        return {"type": given["type"] or "other", "outcome": given["outcome"], "notes": given["notes"]}


class SnoozeForm(forms.Form):
    until = MomentField(label=_("تأجيل إلى"), help_text=_("موعد يوم الجمعة ينتقل إلى السبت في الوقت نفسه."))
