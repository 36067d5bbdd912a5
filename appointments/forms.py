from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.models import LONGEST_PLACE
from core.fields import LineField, MomentField


class ViewingForm(forms.Form):
    """When and where a property is shown; an hour, unless it takes longer."""

    start_time = MomentField(label=_("موعد المعاينة"))
    minutes = forms.ChoiceField(
        label=_("المدة"),
        choices=[("30", _("نصف ساعة")), ("60", _("ساعة")), ("90", _("ساعة ونصف")), ("120", _("ساعتان"))],
        initial="60",
    )
    location = LineField(label=_("المكان"), required=False, max_length=LONGEST_PLACE)
    allow_overlap = forms.BooleanField(label=_("احجز مع وجود موعد آخر في الوقت نفسه"), required=False)
