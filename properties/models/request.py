"""What a customer looks for."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.addresses import row_address
from core.history import History
from core.models import OwnedModel, OwnedQuerySet
from core.models.place import LONGEST_NAME
from crm.models import Customer
from crm.models.customer import LIVE, of_deleted_customer
from properties.models.choices import (
    REQUEST_TONES,
    Facade,
    Feature,
    PaymentWay,
    PropertyType,
    Purpose,
    RequestStatus,
)
from properties.models.fields import FacadesField, TypesField, WishedFeaturesField
from properties.models.property import MOST_AGE, MOST_AREA, MOST_ROOMS, MOST_WIDTH

OPEN = LIVE & Q(status=RequestStatus.OPEN)


class PropertyRequestQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        """Not deleted, and of a customer that is not."""
        return super().live().filter(~of_deleted_customer())

    def open_on(self, day: date) -> Self:
        """Those still looked for on that day: open, and not past their last day."""
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day), status=RequestStatus.OPEN)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


def _number(label: Any, most: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=[MaxValueValidator(most)])


def _money(label: Any) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


def _square_metres(label: Any) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(MOST_AREA)],
    )


class PropertyRequest(OwnedModel):
    """A wish of a customer's: one may have several. Flows in properties.flows are the only writers."""

    Type, Purpose, Status, Facade, Feature, Payment = (
        PropertyType,
        Purpose,
        RequestStatus,
        Facade,
        Feature,
        PaymentWay,
    )
    not_found = _("الطلب غير موجود")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="requests", verbose_name=_("العميل"), db_index=False
    )
    purpose = models.CharField(_("الغرض"), max_length=4, choices=Purpose.choices)
    types = TypesField(_("أنواع العقار"), default=list, blank=True)
    city = models.CharField(_("المدينة"), max_length=LONGEST_NAME)
    districts = models.JSONField(_("الأحياء"), default=list, blank=True)
    districts_strict = models.BooleanField(_("هذه الأحياء فقط"), default=False)
    budget_min = _money(_("الميزانية من"))
    budget_max = _money(_("الميزانية إلى"))
    area_min = _square_metres(_("المساحة من"))
    area_max = _square_metres(_("المساحة إلى"))
    rooms_min = _number(_("غرف النوم من"), MOST_ROOMS)
    street_width_min = _number(_("عرض الشارع من"), MOST_WIDTH)
    facades = FacadesField(_("الواجهات"), default=list, blank=True)
    age_max = _number(_("عمر العقار حتى"), MOST_AGE)
    must_have = WishedFeaturesField(_("شروط أساسية"), default=list, blank=True)
    nice_to_have = WishedFeaturesField(_("مفضّلات"), default=list, blank=True)
    payment = models.CharField(_("طريقة الدفع"), max_length=14, choices=PaymentWay.choices, blank=True)
    expires_on = models.DateField(_("آخر يوم للطلب"), null=True, blank=True)
    status = models.CharField(_("الحالة"), max_length=10, choices=RequestStatus.choices, default=RequestStatus.OPEN)

    city_key = models.CharField(_("مفتاح المدينة"), max_length=LONGEST_NAME, editable=False)
    district_keys = models.JSONField(_("مفاتيح الأحياء"), default=list, blank=True, editable=False)

    objects: ClassVar[Any] = PropertyRequestQuerySet.as_manager()
    history = History(excluded_fields=["created_at", "updated_at", "owner", "city_key", "district_keys"])

    class Meta:
        verbose_name = _("طلب عقار")
        verbose_name_plural = _("طلبات العقارات")
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="request_book", condition=LIVE),
            models.Index(fields=["-created_at", "-id"], name="request_all_books", condition=LIVE),
            models.Index(fields=["customer", "-created_at", "-id"], name="request_of_customer", condition=LIVE),
            # What the gates of matching ask (properties.matching.gates).
            models.Index(fields=["owner", "purpose", "city_key"], name="request_looked_for", condition=OPEN),
            models.Index(fields=["owner", "updated_at", "id"], name="request_changes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(city=""),
                name="request_city",
                violation_error_message=_("مدينة الطلب مطلوبة."),
            ),
            models.CheckConstraint(
                condition=Q(budget_min__isnull=True) | Q(budget_max__isnull=True) | Q(budget_min__lte=F("budget_max")),
                name="request_budget_range",
                violation_error_message=_("الحد الأدنى أكبر من الحد الأعلى."),
            ),
            models.CheckConstraint(
                condition=Q(area_min__isnull=True) | Q(area_max__isnull=True) | Q(area_min__lte=F("area_max")),
                name="request_area_range",
                violation_error_message=_("الحد الأدنى أكبر من الحد الأعلى."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=RequestStatus.values) & Q(purpose__in=Purpose.values),
                name="request_known_codes",
                violation_error_message=_("قيمة غير معروفة للغرض أو الحالة."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return row_address("request", self.pk)

    @property
    def title(self) -> str:
        """What is looked for in a few words: «شراء فيلا أو دوبلكس، الرياض»."""
        acts = {Purpose.SALE: _("شراء"), Purpose.RENT: _("استئجار")}
        kinds = [str(PropertyType(code).label) for code in self.types] or [str(_("عقار"))]
        shown = str(_(" أو ")).join(kinds[:2]) + (str(_(" وغيرها")) if len(kinds) > 2 else "")
        return f"{acts[Purpose(self.purpose)]} {shown}، {self.city}"

    @property
    def status_tone(self) -> str:
        return REQUEST_TONES[RequestStatus(self.status)]

    def is_open_on(self, day: date) -> bool:
        """Still looked for on that day."""
        return self.status == RequestStatus.OPEN and (self.expires_on is None or self.expires_on >= day)
