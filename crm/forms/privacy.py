"""What is asked before a person's data is blanked for good."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.arabic import search_key
from core.fields import LineField

WORD = _("محو")


class EraseForm(forms.Form):
    """The word, typed: nobody erases a person by a slip of the finger."""

    word = LineField(
        label=_("اكتب كلمة «محو» للتأكيد"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "rtl"}),
    )

    def clean_word(self) -> str:
        typed: str = self.cleaned_data["word"]
        if search_key(typed) != search_key(str(WORD)):
            raise forms.ValidationError(_("اكتب كلمة «محو» كما هي."), code="word")
        return typed
