"""What is asked about a customer's wish on its pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LabelsField, LineField, MoneyField
from crm.models import Customer
from properties.forms.fields import AreaField, CodesField, CountField, DayField
from properties.models import PropertyRequest
from properties.models.choices import (
    Facade,
    Feature,
    PaymentWay,
    PropertyType,
    Purpose,
    RejectReason,
    RequestStatus,
)

FACTS = (
    *("purpose", "types", "city", "districts", "districts_strict", "budget_min", "budget_max", "area_min"),
    *("area_max", "rooms_min", "street_width_min", "facades", "age_max", "must_have", "nice_to_have", "payment"),
    *("expires_on", "status"),
)
UNSAID = ("", _("غير محددة"))
BY_SALE = RequestStatus.FULFILLED


class RequestForm(forms.Form):
    """One form for a new request and for an edit. A new one begins with what is known of its customer."""

    purpose = forms.ChoiceField(label=_("الغرض"), choices=[("sale", _("شراء")), ("rent", _("استئجار"))])
    types = CodesField(PropertyType.choices, label=_("أنواع العقار (أيٌّ منها)"))
    city = LineField(label=_("المدينة"), max_length=80, widget=forms.TextInput(attrs={"list": "cities"}))
    districts = LabelsField(
        label=_("الأحياء المفضّلة"),
        required=False,
        help_text=_("افصل بين الأحياء بفاصلة."),
        widget=forms.TextInput(attrs={"list": "id_districts-options", "data-labels": "district-names"}),
    )
    districts_strict = forms.BooleanField(label=_("هذه الأحياء فقط"), required=False)
    budget_min = MoneyField(label=_("الميزانية من"), required=False)
    budget_max = MoneyField(label=_("الميزانية إلى"), required=False, help_text=_("رقم أو كلمات: 1.2 مليون."))
    area_min = AreaField(label=_("المساحة من"))
    area_max = AreaField(label=_("المساحة إلى"))
    rooms_min = CountField(label=_("غرف النوم من"))
    street_width_min = CountField(label=_("عرض الشارع من"), unit=_("م"))
    age_max = CountField(label=_("عمر العقار حتى"), unit=_("سنة"))
    facades = CodesField(Facade.choices, label=_("الواجهات (أيٌّ منها)"))
    must_have = CodesField(Feature.choices, label=_("شروط أساسية"))
    nice_to_have = CodesField(Feature.choices, label=_("مفضّلات"))
    payment = forms.ChoiceField(label=_("طريقة الدفع"), required=False, choices=[UNSAID, *PaymentWay.choices])
    expires_on = DayField(label=_("آخر يوم للطلب"))
    status = forms.ChoiceField(label=_("الحالة"), choices=RequestStatus.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, customer: Customer, wish: PropertyRequest | None = None) -> None:
        super().__init__(data, label_suffix="", initial=_values(customer, wish))
        now = wish.status if wish else ""
        choices = [choice for choice in RequestStatus.choices if choice[0] != BY_SALE or choice[0] == now]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]
        if wish is None:
            del self.fields["version"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for least, most in (("budget_min", "budget_max"), ("area_min", "area_max")):
            start, end = data.get(least), data.get(most)
            if start is not None and end is not None and start > end:
                self.add_error(least, _("الحد الأدنى أكبر من الحد الأعلى."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What was given, by column."""
        return {name: self.cleaned_data[name] for name in FACTS}


def _values(customer: Customer, wish: PropertyRequest | None) -> dict[str, Any]:
    if wish is not None:
        return {**{name: getattr(wish, name) for name in FACTS}, "version": wish.version}
    purpose = Purpose.RENT if customer.kind == Customer.Kind.TENANT else Purpose.SALE
    return {
        "purpose": purpose,
        "city": customer.city,
        "districts": customer.districts,
        "budget_max": customer.budget,
        "status": RequestStatus.OPEN,
    }


class RejectForm(forms.Form):
    """Why a customer does not want a property."""

    reject_reason = forms.ChoiceField(label=_("سبب الرفض"), choices=RejectReason.choices, widget=forms.RadioSelect)
