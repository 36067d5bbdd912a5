"""A customer of an agent."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.addresses import row_address
from core.dates import months_before
from core.history import Door, History
from core.models import Batch, OwnedModel, OwnedQuerySet, User
from core.phones import format_phone
from crm.models.choices import (
    CLOSED_STATUSES,
    OPEN_STATUSES,
    STATUS_TONES,
    WAITING_STATUSES,
    Kind,
    LostReason,
    Priority,
    Source,
    Status,
)
from crm.search import LONGEST_NAME, search_condition

LIVE, DELETED = Q(deleted_at__isnull=True), Q(deleted_at__isnull=False)
WITH_EMAIL, WITH_WHATSAPP = LIVE & ~Q(email=""), LIVE & ~Q(whatsapp="")
SHARING = LIVE & Q(shares_phone=True)
PROMISED = LIVE & Q(next_followup_date__isnull=False)
IDLE = LIVE & Q(next_followup_date__isnull=True, status__in=OPEN_STATUSES)  # what `idle` and `silent_since` look into
BY_URGENCY = ("status", "next_followup_date", "status_changed_at", "id", "budget")
BY_CLOSING = ("status", "-status_changed_at", "-id", "budget")
ON_BOARD, CLOSED = LIVE & Q(status__in=WAITING_STATUSES), LIVE & Q(status__in=CLOSED_STATUSES)


class CustomerQuerySet(OwnedQuerySet):
    def search(self, query: str) -> Self:
        """Those whose name, phone or e-mail has every word of the query, however it is spelled (rules: Search key)."""
        return self.filter(search_condition(query))

    def tagged(self, tags: list[str]) -> Self:
        """Those that carry any of these tags."""
        return self.filter(tags__has_any_of=tags)

    def added_by(self, batch: Batch | None) -> Self:
        """Those that an act upon many rows added: an import's new customers, for its batch. None for no act."""
        if batch is None:
            return self.none()
        added = batch.history_of(self.model).filter(history_type="+")
        return self.filter(pk__in=added.values("id"))

    def with_phone(self, phone: str) -> Self:
        return self.filter(phone=phone)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def latest_for(self, user: User) -> Self:
        """Those this agent dealt with last first; a manager, who deals with nobody, reads the newest first."""
        return self.newest_first() if user.is_manager else self.order_by("-last_contact_date")

    def uncalled(self) -> Self:
        """New leads that nobody has contacted yet."""
        return self.filter(status=Status.NEW, first_contact_at__isnull=True)

    def in_bin(self, at: datetime) -> Self:
        """Deleted so lately that it can be restored at `at`; what was merged or erased is not in the bin."""
        return super().in_bin(at).filter(merged_into__isnull=True, erased_at__isnull=True)

    def erased(self) -> Self:
        """Those whose person's data was blanked for good."""
        return self.filter(erased_at__isnull=False)

    def erasable(self) -> Self:
        """Those that hold a person's data: live or deleted, but neither erased nor part of another record."""
        return self.filter(erased_at__isnull=True, merged_into__isnull=True)

    def to_review(self, at: datetime) -> Self:
        """Live customers without contact, sale or review for RETENTION_MONTHS at `at` (rules: Audit and privacy)."""
        limit = months_before(at, settings.RETENTION_MONTHS)
        silent = self.live().filter(last_contact_date__lt=limit).exclude(status=Status.CONVERTED)
        return silent.filter(Q(reviewed_at__isnull=True) | Q(reviewed_at__lt=limit))

    def idle(self) -> Self:
        """Open customers for whom nothing is planned."""
        return self.filter(status__in=OPEN_STATUSES, next_followup_date__isnull=True)

    def with_overdue_followup(self, at: datetime) -> Self:
        """Those whose earliest pending follow-up was due before `at`."""
        return self.filter(next_followup_date__lt=at)

    def silent_since(self, at: datetime) -> Self:
        """Open customers without contact for SILENT_AFTER_DAYS at `at`, and without a follow-up to come."""
        limit = at - timedelta(days=settings.SILENT_AFTER_DAYS)
        return self.filter(
            status__in=OPEN_STATUSES, last_contact_date__lt=limit, next_followup_date__isnull=True
        ).exclude(status=Status.NEW, first_contact_at__isnull=True)

    def most_urgent_first(self) -> Self:
        """The longest overdue, then by what is due next; those with nothing planned last, the longest waiting first."""
        return self.order_by(F("next_followup_date").asc(nulls_last=True), "status_changed_at", "id")

    def closed_since(self, at: datetime, status: Status) -> Self:
        """Those converted, or lost, at `at` or later, the latest first."""
        return self.filter(status=status, status_changed_at__gte=at).order_by("-status_changed_at", "-id")

    def with_counts(self) -> Self:
        """Each with interaction_count and followup_count, one scalar subquery each, so that rows never multiply."""
        return self.annotate(interaction_count=_child_count("Interaction"), followup_count=_child_count("Followup"))


@cache
def of_deleted_customer() -> Exists:
    """Of a row with a `customer`: that one is deleted. Made once, for every page asks it several times."""
    return Exists(Customer.objects.deleted().filter(pk=OuterRef("customer")))


def _child_count(model: str) -> Coalesce:
    from django.apps import apps

    rows = apps.get_model("crm", model)._default_manager.filter(customer=OuterRef("pk"), deleted_at__isnull=True)
    counted = rows.order_by().values("customer").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


class Customer(OwnedModel):
    """A person or company an agent deals with. Flows in crm.flows are the only writers."""

    Status, Kind, Priority, Source, LostReason = Status, Kind, Priority, Source, LostReason
    not_found = _("العميل غير موجود")

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("أضافه"),
        editable=False,
        db_index=False,
    )
    name = models.CharField(_("الاسم"), max_length=LONGEST_NAME)
    phone = models.CharField(_("الجوال"), max_length=20)
    whatsapp = models.CharField(_("واتساب"), max_length=20, blank=True)
    email = models.EmailField(_("البريد الإلكتروني"), blank=True)
    kind = models.CharField(_("نوع العميل"), max_length=10, choices=Kind.choices, blank=True)
    source = models.CharField(_("المصدر"), max_length=20, choices=Source.choices, blank=True)
    status = models.CharField(_("الحالة"), max_length=12, choices=Status.choices, default=Status.NEW)
    status_changed_at = models.DateTimeField(_("تغيّرت الحالة في"), editable=False)
    lost_reason = models.CharField(_("سبب الخسارة"), max_length=20, choices=LostReason.choices, blank=True)
    priority = models.CharField(_("الأولوية"), max_length=6, choices=Priority.choices, default=Priority.MEDIUM)
    tags = models.JSONField(_("الوسوم"), default=list, blank=True)
    budget = models.DecimalField(
        _("الميزانية"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    city = models.CharField(_("المدينة"), max_length=80, blank=True)
    districts = models.JSONField(_("الأحياء"), default=list, blank=True)
    notes = models.TextField(_("الملاحظات"), max_length=10_000, blank=True)
    consent_marketing = models.BooleanField(_("موافقة على العروض التسويقية"), default=False)
    consent_at = models.DateTimeField(_("وقت الموافقة"), null=True, blank=True, editable=False)
    consent_source = models.CharField(_("طريقة الموافقة"), max_length=40, blank=True, editable=False)
    consent_text_version = models.CharField(_("نسخة نص الموافقة"), max_length=20, blank=True, editable=False)
    shares_phone = models.BooleanField(_("أشخاص مختلفون برقم واحد"), default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("دُمج في"),
        editable=False,
        db_index=False,
    )
    erased_at = models.DateTimeField(_("مُحيت بياناته في"), null=True, blank=True, editable=False)
    # When somebody last looked at this silent lead and kept it (rules: Audit and privacy).
    reviewed_at = models.DateTimeField(_("رُوجع في"), null=True, blank=True, editable=False)

    # Derived from other rows by crm.derived; never edited, and no part of version or history.
    first_contact_at = models.DateTimeField(_("أول تواصل"), null=True, blank=True, editable=False)
    last_contact_date = models.DateTimeField(_("آخر تواصل"), null=True, blank=True, editable=False)
    next_followup_date = models.DateTimeField(_("المتابعة القادمة"), null=True, blank=True, editable=False)
    name_key = models.CharField(_("مفتاح الاسم"), max_length=LONGEST_NAME, editable=False)
    search_text = models.TextField(_("نص البحث"), editable=False)

    objects: ClassVar[Any] = CustomerQuerySet.as_manager()
    history = History(
        excluded_fields=[
            "created_at",
            "updated_at",
            "status_changed_at",
            "reviewed_at",
            "first_contact_at",
            "last_contact_date",
            "next_followup_date",
            "name_key",
            "search_text",
        ]
    )

    class Meta:
        verbose_name = _("عميل")
        verbose_name_plural = _("العملاء")
        permissions = [("view_all_customers", _("رؤية عملاء كل الوسطاء"))]
        indexes = [
            models.Index(fields=["owner", "-created_at", "-id"], name="customer_book", condition=LIVE),
            models.Index(fields=["-created_at", "-id"], name="customer_all_books", condition=LIVE),
            models.Index(fields=["owner", "phone"], name="customer_phone", condition=LIVE),
            models.Index(fields=["owner", "name_key", "id"], name="customer_by_name", condition=LIVE),
            # A frequent word among one agent's many: read in the index alone, a fifth of what their rows take.
            models.Index(fields=["owner", "search_text"], name="customer_search_of_book", condition=LIVE),
            # What duplicates are looked for by, beside name and phone (crm.merging.pairs): each holds few rows.
            models.Index(fields=["owner", "email"], name="customer_by_email", condition=WITH_EMAIL),
            models.Index(fields=["owner", "whatsapp"], name="customer_by_whatsapp", condition=WITH_WHATSAPP),
            models.Index(fields=["owner", "phone"], name="customer_sharing", condition=SHARING),
            models.Index(fields=["owner", "last_contact_date"], name="customer_by_contact", condition=LIVE),
            models.Index(fields=["last_contact_date", "id"], name="customer_all_by_contact", condition=LIVE),
            models.Index(fields=["owner", "last_contact_date", "id"], name="customer_idle", condition=IDLE),
            models.Index(fields=["last_contact_date", "id"], name="customer_all_idle", condition=IDLE),
            models.Index(fields=["owner", "next_followup_date"], name="customer_by_followup", condition=PROMISED),
            models.Index(fields=["next_followup_date"], name="customer_all_by_followup", condition=PROMISED),
            models.Index(
                fields=["owner", "status", "priority", "-created_at", "-id"], name="customer_by_status", condition=LIVE
            ),
            models.Index(
                fields=["status", "priority", "-created_at", "-id"], name="customer_all_by_status", condition=LIVE
            ),
            # The board's: in the order of its lanes, and with the budgets that their sums add up.
            models.Index(fields=["owner", *BY_URGENCY], name="customer_board", condition=ON_BOARD),
            models.Index(fields=[*BY_URGENCY], name="customer_all_board", condition=ON_BOARD),
            models.Index(fields=["owner", *BY_CLOSING], name="customer_closed", condition=CLOSED),
            models.Index(fields=[*BY_CLOSING], name="customer_all_closed", condition=CLOSED),
            models.Index(fields=["owner", "deleted_at"], name="customer_bin", condition=DELETED),
            models.Index(fields=["owner", "updated_at", "id"], name="customer_changes"),
            models.Index(
                fields=["owner", "created_at"],
                name="customer_uncalled",
                condition=LIVE & Q(status=Status.NEW, first_contact_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "phone"],
                condition=LIVE & Q(shares_phone=False),
                name="customer_phone_once",
                violation_error_message=_("هذا الجوال مسجّل لعميل آخر."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(phone="") | Q(erased_at__isnull=False),
                name="customer_named",
                violation_error_message=_("الاسم والجوال مطلوبان."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.LOST) & ~Q(lost_reason="") | ~Q(status=Status.LOST) & Q(lost_reason=""),
                name="customer_lost_has_reason",
                violation_error_message=_("سبب الخسارة مطلوب لعميل حالته «خسارة»، ولا يُسجّل لغيره."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values) & Q(priority__in=Priority.values),
                name="customer_known_codes",
                violation_error_message=_("قيمة غير معروفة للحالة أو الأولوية."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="customer_budget_not_negative",
                violation_error_message=_("الميزانية لا تكون سالبة."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("عميل مُحيت بياناته"))

    def get_absolute_url(self) -> str:
        return row_address("customer", self.pk)

    @property
    def status_tone(self) -> str:
        return STATUS_TONES[Status(self.status)]

    @property
    def phone_text(self) -> str:
        """The phone as people read it, to be shown left to right."""
        return format_phone(self.phone)

    @property
    def whatsapp_phone(self) -> str:
        """The number WhatsApp opens: its own when it differs, else the phone."""
        return self.whatsapp or self.phone

    @property
    def consent_door(self) -> str:
        """How the customer's word on offers reached us: the door's name, or what an import or a card calls it."""
        return str(dict(Door.choices).get(self.consent_source, self.consent_source))

    def days_in_status(self, at: datetime) -> int:
        return (at - self.status_changed_at).days

    def is_slow(self, at: datetime) -> bool:
        """Open, and longer in its status than SLOW_STAGE_DAYS at `at` (rules: Stages)."""
        return self.status in OPEN_STATUSES and self.days_in_status(at) > settings.SLOW_STAGE_DAYS
