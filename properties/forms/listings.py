"""What is asked about a listing on its pages; which fields depends on its type (issue: the fields follow the type)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, MoneyField, TextField
from core.models import User
from crm.models import Customer
from properties.forms.fields import AreaField, CountField, DayField, FeaturesField
from properties.models import Property
from properties.models.choices import Facade, PropertyStatus, PropertyType, Purpose
from properties.models.property import LONGEST_TITLE

UNSAID = ("", _("غير محدد"))
FACTS = (
    *("title", "type", "purpose", "status", "city", "district", "price", "area", "rooms", "bathrooms"),
    *("street_width", "facade", "age_years", "features", "description", "landlord", "deed_number", "deed_date"),
    *("plan_number", "plot_number", "ad_license_number", "ad_license_expires_on", "contract_number"),
    *("contract_ends_on",),
)
MOST_LANDLORDS = 300  # offered to choose from, the latest dealt with first
BY_SALE = (PropertyStatus.SOLD, PropertyStatus.RENTED)


class LandlordField(forms.ModelChoiceField):
    """One of the listing's owner's customers. One that went to another agent stays the landlord, without its name."""

    own_to: User | None = None

    def label_from_instance(self, customer: Any) -> str:
        is_own = self.own_to is None or self.own_to.is_manager or customer.owner_id == self.own_to.pk
        return str(customer) if is_own and customer.deleted_at is None else str(_("عميل لدى وسيط آخر أو محذوف"))


class PropertyForm(forms.Form):
    """One form for a new listing and for an edit; managers also choose whose it is."""

    title = LineField(label=_("عنوان العقار"), max_length=LONGEST_TITLE, help_text=_("مثال: فيلا درج صالة وشقة."))
    type = forms.ChoiceField(label=_("نوع العقار"), choices=PropertyType.choices)
    purpose = forms.ChoiceField(label=_("الغرض"), choices=Purpose.choices)
    status = forms.ChoiceField(label=_("الحالة"), choices=PropertyStatus.choices)
    city = LineField(label=_("المدينة"), max_length=80, widget=forms.TextInput(attrs={"list": "cities"}))
    district = LineField(
        label=_("الحي"), required=False, max_length=80, widget=forms.TextInput(attrs={"list": "district-names"})
    )
    price = MoneyField(label=_("السعر"), help_text=_("رقم أو كلمات: 1.2 مليون، 850 ألف. وللإيجار أجرة السنة."))
    area = AreaField(label=_("المساحة"))
    rooms = CountField(label=_("غرف النوم"))
    bathrooms = CountField(label=_("دورات المياه"))
    street_width = CountField(label=_("عرض الشارع"), unit=_("م"))
    facade = forms.ChoiceField(label=_("الواجهة"), required=False, choices=[UNSAID, *Facade.choices])
    age_years = CountField(label=_("عمر العقار"), unit=_("سنة"), help_text=_("صفر للجديد."))
    features = FeaturesField(label=_("المزايا"))
    description = TextField(label=_("الوصف"), required=False)
    landlord = LandlordField(
        label=_("المالك"), required=False, queryset=Customer.objects.none(), empty_label=_("غير محدد")
    )
    deed_number = LineField(label=_("رقم الصك"), required=False, max_length=40)
    deed_date = DayField(label=_("تاريخ الصك"))
    plan_number = LineField(label=_("رقم المخطط"), required=False, max_length=40)
    plot_number = LineField(label=_("رقم القطعة"), required=False, max_length=40)
    ad_license_number = LineField(
        label=_("رقم ترخيص الإعلان"),
        required=False,
        max_length=40,
        help_text=_("بلا ترخيص سارٍ يبقى العقار داخل المكتب، ولا يُشارك."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    ad_license_expires_on = DayField(label=_("ينتهي ترخيص الإعلان في"))
    contract_number = LineField(label=_("رقم عقد الوساطة"), required=False, max_length=40)
    contract_ends_on = DayField(label=_("ينتهي عقد الوساطة في"))
    owner = forms.ModelChoiceField(label=_("الوسيط"), queryset=User.objects.none(), empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, by: User, listing: Property | None = None, **options: Any) -> None:
        self.by, self.listing = by, listing
        options["initial"] = {**_values(listing, by), **options.get("initial", {})}
        super().__init__(data, label_suffix="", **options)
        self.fields["landlord"].queryset = _landlords(by, listing)  # type: ignore[attr-defined]
        self.fields["landlord"].own_to = by  # type: ignore[attr-defined]
        self._offer_statuses()
        if listing is None:
            del self.fields["version"]
        if by.is_manager:
            self.fields["owner"].queryset = _agents(listing)  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]

    def _offer_statuses(self) -> None:
        """Sold and rented come with a sale; they are offered to mend a listing only where it says so already."""
        now = self.listing.status if self.listing else ""
        choices = [choice for choice in PropertyStatus.choices if choice[0] not in BY_SALE or choice[0] == now]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What was given, by column."""
        facts = {name: self.cleaned_data[name] for name in FACTS}
        landlord = facts["landlord"]
        return {**facts, "landlord": landlord.pk if landlord else None}


def _values(listing: Property | None, by: User) -> dict[str, Any]:
    if listing is None:
        return {"status": PropertyStatus.AVAILABLE, "purpose": Purpose.SALE, "owner": by.pk}
    values = {name: getattr(listing, name) for name in FACTS if name != "landlord"}
    return {**values, "landlord": listing.landlord_id, "owner": listing.owner_id, "version": listing.version}


def _landlords(by: User, listing: Property | None) -> Any:
    """Customers of the listing's owner to choose its landlord from, and the one it has."""
    owner = listing.owner_id if listing else by.pk
    own = Customer.objects.live().filter(owner=owner).order_by("-last_contact_date")
    offered = list(own.values_list("pk", flat=True)[:MOST_LANDLORDS])
    if listing and listing.landlord_id:
        offered.append(listing.landlord_id)
    return Customer.objects.filter(pk__in=offered).only("name", "owner", "deleted_at").order_by("name_key")


def _agents(listing: Property | None) -> Any:
    """Who may own a listing: active people, and its owner even when no longer active."""
    people = User.objects.agents()
    if listing is not None:
        people |= User.objects.filter(pk=listing.owner_id)
    return people.order_by("first_name", "last_name", "username")


class PhotoForm(forms.Form):
    """Pictures to add, one or several at once."""

    file = forms.FileField(
        label=_("صور العقار"),
        help_text=_("JPEG أو PNG أو WebP، حتى 10 ميجابايت للصورة."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
