"""When an agent meets whom, where and about what (product: appointments)."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.history import History
from core.models import OwnedModel, OwnedQuerySet
from crm.models import Customer
from crm.models.customer import LIVE, of_deleted_customer
from properties.models import Property, PropertyMatch

LONGEST_TITLE, LONGEST_PLACE = 200, 200


class AppointmentType(models.TextChoices):
    VIEWING = "viewing", _("معاينة")
    MEETING = "meeting", _("اجتماع")
    CALL = "call", _("مكالمة")
    SIGNING = "signing", _("توقيع عقد")
    DEED_TRANSFER = "deed_transfer", _("إفراغ")
    HANDOVER = "handover", _("تسليم مفاتيح")
    OTHER = "other", _("موعد آخر")


class AppointmentStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("مجدول")
    COMPLETED = "completed", _("تم")
    CANCELLED = "cancelled", _("ملغى")
    NO_SHOW = "no_show", _("لم يحضر")


APPOINTMENT_TONES = {
    AppointmentStatus.SCHEDULED: "amber",
    AppointmentStatus.COMPLETED: "green",
    AppointmentStatus.CANCELLED: "gray",
    AppointmentStatus.NO_SHOW: "red",
}
SCHEDULED = LIVE & Q(status=AppointmentStatus.SCHEDULED)


class AppointmentQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        """Not deleted, and of no customer that is."""
        return super().live().filter(~of_deleted_customer())

    def scheduled(self) -> Self:
        return self.filter(status=AppointmentStatus.SCHEDULED)

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that share a moment with [start, end): back to back is apart (api: appointments)."""
        return self.filter(start_time__lt=end, end_time__gt=start)

    def by_time(self) -> Self:
        return self.order_by("start_time", "id")

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class Appointment(OwnedModel):
    """An hour of an agent's. Its status changes by its actions alone; flows in appointments.flows write it."""

    Type, Status = AppointmentType, AppointmentStatus
    not_found = _("الموعد غير موجود")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("على"), db_index=False
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("العميل"),
        db_index=False,
    )
    property = models.ForeignKey(
        Property,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("العقار"),
        db_index=False,
    )
    match = models.ForeignKey(
        PropertyMatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("المطابقة"),
        db_index=False,
    )
    title = models.CharField(_("العنوان"), max_length=LONGEST_TITLE)
    type = models.CharField(_("النوع"), max_length=14, choices=AppointmentType.choices)
    start_time = models.DateTimeField(_("من"))
    end_time = models.DateTimeField(_("إلى"))
    location = models.CharField(_("المكان"), max_length=LONGEST_PLACE, blank=True)
    status = models.CharField(
        _("الحالة"),
        max_length=10,
        choices=AppointmentStatus.choices,
        default=AppointmentStatus.SCHEDULED,
        editable=False,
    )
    outcome = models.CharField(_("النتيجة"), max_length=20, blank=True)
    notes = models.TextField(_("الملاحظات"), max_length=10_000, blank=True)

    objects: ClassVar[Any] = AppointmentQuerySet.as_manager()
    history = History(excluded_fields=["created_at", "updated_at", "owner", "user"])

    class Meta:
        verbose_name = _("موعد")
        verbose_name_plural = _("المواعيد")
        indexes = [
            models.Index(fields=["owner", "start_time", "end_time"], name="appointment_calendar", condition=SCHEDULED),
            models.Index(fields=["start_time", "end_time"], name="appointment_all_calendars", condition=SCHEDULED),
            models.Index(fields=["owner", "-created_at", "-id"], name="appointment_book", condition=LIVE),
            models.Index(fields=["customer", "-start_time"], name="appointment_of_customer", condition=LIVE),
            models.Index(
                fields=["match", "-start_time"], name="appointment_of_match", condition=Q(match__isnull=False)
            ),
            models.Index(fields=["owner", "updated_at", "id"], name="appointment_changes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_time__lt=F("end_time")),
                name="appointment_ends_after_it_starts",
                violation_error_message=_("نهاية الموعد بعد بدايته."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="appointment_titled",
                violation_error_message=_("عنوان الموعد مطلوب."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def tone(self) -> str:
        return APPOINTMENT_TONES[AppointmentStatus(self.status)]
