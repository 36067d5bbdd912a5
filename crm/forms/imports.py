"""What is asked about a file on its way in: the file, then what its columns mean."""

from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from core.models import User
from crm.forms.customers import UNSAID
from crm.imports.columns import FIELDS, importable_fields
from crm.models import Import
from crm.models.choices import Source

MEGABYTES = settings.UPLOAD_MOST_BYTES // 1_000_000
ACCEPTED = ".csv,.txt,.xlsx,.vcf"
NOT_IMPORTED = ("", _("لا يُستورد"))
REQUIRED = ("name", "phone")
POLICIES = {
    Import.OnDuplicate.FILL: _("لا يُستبدل ما لديك"),
    Import.OnDuplicate.OVERWRITE: _("قيم الملف هي الأحدث"),
    Import.OnDuplicate.SKIP: _("يظهر في تقرير النتيجة"),
}


class BookField(forms.ModelChoiceField):
    """Whose book the customers go into; managers choose, and do not have to: their own."""

    def __init__(self, **options: Any) -> None:
        people = User.objects.agents().order_by("first_name", "last_name", "username")
        super().__init__(people, label=_("المسؤول"), empty_label=None, required=False, **options)

    def label_from_instance(self, person: Any) -> str:
        return str(person.name)


class FileForm(forms.Form):
    """The file, and for managers whose customers are in it."""

    file = forms.FileField(
        label=_("الملف"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("اختر ملفًا من جهازك."),
            "empty": _("الملف فارغ."),
            "max_length": _("اسم الملف أطول من المسموح."),
        },
    )
    owner = BookField()

    def __init__(self, data: Any = None, files: Any = None, *, by: User) -> None:
        super().__init__(data, files, initial={"owner": by.pk}, label_suffix="")
        if not by.is_manager:
            del self.fields["owner"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MOST_BYTES:
            raise ValidationError(_("حجم الملف أكبر من %(most)s ميغابايت.") % {"most": MEGABYTES})
        return file


class MappingForm(forms.Form):
    """Which field each column is, and what holds for all rows. Column `n` of the file is asked as `column_n`."""

    on_duplicate = forms.ChoiceField(
        label=_("إذا كان الجوال مسجلًا من قبل"), choices=Import.OnDuplicate.choices, widget=forms.RadioSelect
    )
    owner = BookField()
    source = forms.ChoiceField(label=_("مصدر كل العملاء"), required=False, choices=[UNSAID, *Source.choices])
    kept_as = LineField(
        label=_("حفظ هذه المطابقة باسم"),
        required=False,
        max_length=60,
        help_text=_("لتُختار مع الملفات المشابهة. اتركه فارغًا إن لم تحتجها."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, run: Import, mapping: list[str]) -> None:
        self.run = run
        initial = {"on_duplicate": run.on_duplicate, "owner": run.owner_id, **run.defaults}
        super().__init__(data, initial=initial, label_suffix="")
        if not run.user.is_manager:
            del self.fields["owner"]
        choices = [NOT_IMPORTED, *importable_fields(for_manager=run.user.is_manager).items()]
        for index, (header, field) in enumerate(zip(run.columns, mapping, strict=True)):
            self.fields[column(index)] = forms.ChoiceField(
                label=header, required=False, choices=choices, initial=field, widget=forms.Select
            )

    def clean(self) -> dict[str, Any]:
        """Each field once, and the two that no customer is without."""
        data = super().clean() or {}
        chosen = Counter(filter(None, self.mapping))
        for index, field in enumerate(self.mapping):
            if chosen[field] > 1:
                self.add_error(column(index), _("اختير «%(field)s» لأكثر من عمود.") % {"field": FIELDS[field]})
        missing = [FIELDS[field] for field in REQUIRED if field not in chosen]
        for label in missing:
            self.add_error(None, _("حدد العمود الذي فيه «%(field)s».") % {"field": label})
        return data

    @property
    def mapping(self) -> list[str]:
        """The field of each column; "" for one that stays out."""
        return [self.cleaned_data.get(column(index)) or "" for index in range(len(self.run.columns))]

    @property
    def defaults(self) -> dict[str, Any]:
        return {"source": self.cleaned_data["source"]} if self.cleaned_data["source"] else {}


def column(index: int) -> str:
    return f"column_{index}"
