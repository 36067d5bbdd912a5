"""What an agent has for sale or for rent."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.addresses import row_address
from core.history import History
from core.models import OwnedModel, OwnedQuerySet, User
from core.models.place import LONGEST_NAME
from crm.models import Customer
from crm.models.customer import DELETED, LIVE
from properties.models.choices import (
    ON_MARKET,
    PROPERTY_TONES,
    Facade,
    Feature,
    PropertyStatus,
    PropertyType,
    Purpose,
)
from properties.models.fields import FeaturesField
from properties.search import search_condition

LONGEST_TITLE = 150
MOST_AREA = Decimal("99999999.99")  # square metres: a plan of land may have millions
MOST_ROOMS, MOST_WIDTH, MOST_AGE = 999, 999, 200
AVAILABLE = LIVE & Q(status=PropertyStatus.AVAILABLE)
LICENCE_SHAPE = r"^[0-9]{8,12}$"  # softly: ten digits are seen, nine too (domain: Number shapes)
MATCHED_BY = ("purpose", "city_key", "type", "price")


class PropertyQuerySet(OwnedQuerySet):
    def available(self) -> Self:
        """Those that can be offered to somebody now."""
        return self.filter(status=PropertyStatus.AVAILABLE)

    def search(self, query: str) -> Self:
        return self.filter(search_condition(query))

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def with_cover(self) -> Self:
        """Each with `cover`, the id of its first photo, or None."""
        from properties.models.photo import PropertyPhoto

        first = PropertyPhoto.objects.filter(property=OuterRef("pk")).order_by("position", "id").values("pk")[:1]
        return self.annotate(cover=models.Subquery(first))


class Property(OwnedModel):
    """A listing. Flows in properties.flows are the only writers."""

    Type, Purpose, Status, Facade, Feature = PropertyType, Purpose, PropertyStatus, Facade, Feature
    not_found = _("العقار غير موجود")

    title = models.CharField(_("العنوان"), max_length=LONGEST_TITLE)
    type = models.CharField(_("نوع العقار"), max_length=20, choices=PropertyType.choices)
    purpose = models.CharField(_("الغرض"), max_length=4, choices=Purpose.choices)
    status = models.CharField(
        _("الحالة"), max_length=10, choices=PropertyStatus.choices, default=PropertyStatus.AVAILABLE
    )
    status_changed_at = models.DateTimeField(_("تغيّرت الحالة في"), editable=False)
    city = models.CharField(_("المدينة"), max_length=LONGEST_NAME)
    district = models.CharField(_("الحي"), max_length=LONGEST_NAME, blank=True)
    area = models.DecimalField(
        _("المساحة"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(MOST_AREA)],
    )
    rooms = models.PositiveSmallIntegerField(
        _("غرف النوم"), null=True, blank=True, validators=[MaxValueValidator(MOST_ROOMS)]
    )
    bathrooms = models.PositiveSmallIntegerField(
        _("دورات المياه"), null=True, blank=True, validators=[MaxValueValidator(MOST_ROOMS)]
    )
    price = models.DecimalField(
        _("السعر"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    street_width = models.PositiveSmallIntegerField(
        _("عرض الشارع"), null=True, blank=True, validators=[MaxValueValidator(MOST_WIDTH)]
    )
    facade = models.CharField(_("الواجهة"), max_length=14, choices=Facade.choices, blank=True)
    age_years = models.PositiveSmallIntegerField(
        _("عمر العقار"), null=True, blank=True, validators=[MaxValueValidator(MOST_AGE)]
    )
    features = FeaturesField(_("المزايا"), default=dict, blank=True)  # {code: True or False}; absent is unknown
    description = models.TextField(_("الوصف"), max_length=10_000, blank=True)
    landlord = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listings",
        verbose_name=_("المالك"),
        db_index=False,
    )
    deed_number = models.CharField(_("رقم الصك"), max_length=40, blank=True)
    deed_date = models.DateField(_("تاريخ الصك"), null=True, blank=True)
    plan_number = models.CharField(_("رقم المخطط"), max_length=40, blank=True)
    plot_number = models.CharField(_("رقم القطعة"), max_length=40, blank=True)
    ad_license_number = models.CharField(
        _("رقم ترخيص الإعلان"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(LICENCE_SHAPE, _("رقم ترخيص الإعلان من 8 إلى 12 رقمًا."))],
    )
    ad_license_expires_on = models.DateField(_("ينتهي ترخيص الإعلان"), null=True, blank=True)
    contract_number = models.CharField(_("رقم عقد الوساطة"), max_length=40, blank=True)
    contract_ends_on = models.DateField(_("ينتهي عقد الوساطة"), null=True, blank=True)

    # When it last came on the market; derived from the status, as the keys are from their texts.
    listed_at = models.DateTimeField(_("عُرض في"), null=True, blank=True, editable=False)
    city_key = models.CharField(_("مفتاح المدينة"), max_length=LONGEST_NAME, editable=False)
    district_key = models.CharField(_("مفتاح الحي"), max_length=LONGEST_NAME, blank=True, editable=False)
    search_text = models.TextField(_("نص البحث"), editable=False)

    objects: ClassVar[Any] = PropertyQuerySet.as_manager()
    history = History(
        excluded_fields=[
            *("created_at", "updated_at", "status_changed_at", "listed_at"),
            *("city_key", "district_key", "search_text"),
        ]
    )

    class Meta:
        verbose_name = _("عقار")
        verbose_name_plural = _("العقارات")
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="property_book", condition=LIVE),
            models.Index(fields=["-created_at", "-id"], name="property_all_books", condition=LIVE),
            # What the gates of matching ask (properties.matching.gates).
            models.Index(fields=["owner", *MATCHED_BY], name="property_on_offer", condition=AVAILABLE),
            models.Index(fields=["owner", "status", "-created_at", "-id"], name="property_by_status", condition=LIVE),
            models.Index(fields=["landlord"], name="property_landlord", condition=Q(landlord__isnull=False)),
            models.Index(fields=["owner", "deleted_at"], name="property_bin", condition=DELETED),
            models.Index(fields=["owner", "updated_at", "id"], name="property_changes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(city=""),
                name="property_named",
                violation_error_message=_("عنوان العقار ومدينته مطلوبان."),
            ),
            models.CheckConstraint(
                condition=Q(price__gt=0),
                name="property_priced",
                violation_error_message=_("أدخل مبلغًا أكبر من صفر."),
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(area__gt=0),
                name="property_area",
                violation_error_message=_("أدخل مساحة أكبر من صفر."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=PropertyStatus.values)
                & Q(purpose__in=Purpose.values)
                & Q(type__in=PropertyType.values),
                name="property_known_codes",
                violation_error_message=_("قيمة غير معروفة للنوع أو الغرض أو الحالة."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_address("property", self.pk)

    @property
    def number(self) -> str:
        """By which people name it: P-1047."""
        return f"P-{self.pk}"

    @property
    def status_tone(self) -> str:
        return PROPERTY_TONES[PropertyStatus(self.status)]

    @property
    def place(self) -> str:
        """«حي النرجس، الرياض»."""
        return "، ".join(filter(None, [self.district_words, self.city]))

    @property
    def district_words(self) -> str:
        if not self.district or self.district.startswith(str(_("حي "))):
            return self.district
        return _("حي %(name)s") % {"name": self.district}

    @property
    def price_per_m2(self) -> Decimal | None:
        """Riyals a square metre, to the halala, half up; None where the area is not known."""
        if not self.area:
            return None
        return (self.price / self.area).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def known_features(self) -> list[tuple[Any, bool]]:
        """What is known of its features, in their order: the word, and whether it has it."""
        return [(label, self.features[code]) for code, label in Feature.choices if code in self.features]

    def shows_landlord_to(self, user: User) -> bool:
        """Whether this person may see who the landlord is: a live customer of its own, or any for a manager."""
        landlord = self.landlord
        return (
            landlord is not None and landlord.deleted_at is None and (user.is_manager or landlord.owner_id == user.pk)
        )

    @property
    def is_on_market(self) -> bool:
        return self.status in ON_MARKET

    def days_on_market(self, at: datetime) -> int | None:
        """Whole days since it came on the market; of one that has left it, how long it stood there."""
        if self.listed_at is None:
            return None
        until = at if self.is_on_market else self.status_changed_at
        return max(0, (until - self.listed_at).days)

    def licence_missing(self, on: date) -> str:
        """Why this may not be advertised on that day, as a sentence; empty when its licence is valid (domain: 1.2)."""
        if not self.ad_license_number:
            return str(_("رقم ترخيص الإعلان غير مدخل."))
        if self.ad_license_expires_on is None:
            return str(_("تاريخ انتهاء ترخيص الإعلان غير مدخل."))
        if self.ad_license_expires_on < on:
            return str(_("ترخيص الإعلان منتهٍ."))
        return ""

    def why_not_shared(self, on: date) -> str:
        """Why this stays within the office on that day; empty when it may be shown to the public."""
        if not self.is_on_market:
            return str(_("العقار «%(status)s»، وتُشارك العقارات المتاحة والمحجوزة فقط.")) % {
                "status": self.get_status_display()
            }
        return self.licence_missing(on)
