"""What is asked about a customer on its pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LabelsField, LineField, MoneyField, PhoneField, TextField
from core.models import User
from crm.history.earlier import FACTS
from crm.models import Customer
from crm.models.choices import Kind, LostReason, Priority, Source, Status

UNSAID = ("", _("غير محدد"))


class CustomerForm(forms.Form):
    """One form for a new customer and for an edit; managers also choose whose book it is in."""

    name = LineField(label=_("الاسم"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = PhoneField(label=_("الجوال"))
    whatsapp = PhoneField(label=_("واتساب"), required=False, help_text=_("يُكتب إن اختلف عن الجوال."))
    email = forms.EmailField(
        label=_("البريد الإلكتروني"), required=False, error_messages={"invalid": _("البريد الإلكتروني غير صحيح.")}
    )
    kind = forms.ChoiceField(label=_("نوع العميل"), required=False, choices=[UNSAID, *Kind.choices])
    budget = MoneyField(label=_("الميزانية"), required=False, help_text=_("رقم أو كلمات: 1.2 مليون، 850 ألف."))
    city = LineField(
        label=_("المدينة"), required=False, max_length=80, widget=forms.TextInput(attrs={"list": "cities"})
    )
    districts = LabelsField(
        label=_("الأحياء"),
        required=False,
        help_text=_("افصل بين الأحياء بفاصلة."),
        widget=forms.TextInput(attrs={"list": "id_districts-options", "data-labels": "district-names"}),
    )
    status = forms.ChoiceField(label=_("الحالة"), choices=Status.choices)
    lost_reason = forms.ChoiceField(label=_("سبب الخسارة"), required=False, choices=[UNSAID, *LostReason.choices])
    priority = forms.ChoiceField(label=_("الأولوية"), choices=Priority.choices)
    source = forms.ChoiceField(label=_("المصدر"), required=False, choices=[UNSAID, *Source.choices])
    tags = LabelsField(label=_("الوسوم"), required=False, help_text=_("افصل بين الوسوم بفاصلة."))
    owner = forms.ModelChoiceField(label=_("الوسيط"), queryset=User.objects.none(), empty_label=None)
    notes = TextField(label=_("الملاحظات"), required=False)
    consent_marketing = forms.BooleanField(label=_("وافق العميل على استقبال العروض التسويقية"), required=False)
    allow_duplicate = forms.BooleanField(label=_("شخصان مختلفان برقم واحد"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, by: User, customer: Customer | None = None, **options: Any) -> None:
        self.by, self.customer = by, customer
        options["initial"] = {**_values(customer, by), **options.get("initial", {})}
        super().__init__(data, label_suffix="", **options)
        self._offer_statuses(customer)
        if customer is None:
            del self.fields["version"]
        if by.is_manager:
            self.fields["owner"].queryset = _agents(customer)  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]

    def _offer_statuses(self, customer: Customer | None) -> None:
        """«تم البيع» comes with a sale: it is offered only to a customer that has it already."""
        sold = customer is not None and customer.status == Status.CONVERTED
        choices = [choice for choice in Status.choices if sold or choice[0] != Status.CONVERTED]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lost = data.get("status") == Status.LOST
        if lost and not data.get("lost_reason") and "lost_reason" not in self.errors:
            self.add_error("lost_reason", _("اختر سبب الخسارة."))
        if not lost:
            data["lost_reason"] = ""
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What was given, by column."""
        return {name: self.cleaned_data[name] for name in FACTS}

    @property
    def book(self) -> User:
        """Whose book the customer is, or goes, in."""
        chosen: User | None = getattr(self, "cleaned_data", {}).get("owner")
        return chosen or (self.customer.owner if self.customer else self.by)


def _values(customer: Customer | None, by: User) -> dict[str, Any]:
    if customer is None:
        return {"status": Status.NEW, "priority": Priority.MEDIUM, "owner": by.pk}
    return {
        **{name: getattr(customer, name) for name in FACTS},
        "owner": customer.owner_id,
        "version": customer.version,
    }


def _agents(customer: Customer | None) -> Any:
    """Who may own a customer: active people, and its owner even when no longer active."""
    people = User.objects.agents()
    if customer is not None:
        people |= User.objects.filter(pk=customer.owner_id)
    return people.order_by("first_name", "last_name", "username")


class LostForm(forms.Form):
    """Why a customer was lost (rules: Stages)."""

    lost_reason = forms.ChoiceField(label=_("سبب الخسارة"), choices=LostReason.choices, widget=forms.RadioSelect)
