"""What is asked before an act upon many customers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LabelsField
from core.models import User
from crm.forms.customers import UNSAID
from crm.models.choices import LostReason, Status

BY_HAND = [choice for choice in Status.choices if choice[0] != Status.CONVERTED]  # that one comes with a sale


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("الحالة"), choices=BY_HAND)
    lost_reason = forms.ChoiceField(
        label=_("سبب الخسارة"),
        choices=[UNSAID, *LostReason.choices],
        required=False,
        help_text=_("يُسجَّل لحالة «خسارة» وحدها."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") != Status.LOST:
            data["lost_reason"] = ""
        elif not data.get("lost_reason") and "lost_reason" not in self.errors:
            self.add_error("lost_reason", _("اختر سبب الخسارة."))
        return data


class TagForm(forms.Form):
    add = LabelsField(label=_("إضافة وسوم"), required=False, help_text=_("افصل بين الوسوم بفاصلة."))
    remove = LabelsField(label=_("إزالة وسوم"), required=False)


class TakerForm(forms.Form):
    taker = forms.ModelChoiceField(label=_("الوسيط الجديد"), queryset=User.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["taker"]
        field.queryset = User.objects.agents().order_by("first_name", "last_name", "username")
        field.label_from_instance = lambda person: person.name
