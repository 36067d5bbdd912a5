"""What an agent means to do next with a customer."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import day_bounds, local_date
from core.history import History
from core.models import OwnedModel, OwnedQuerySet
from crm.models.choices import FollowupStatus, Priority
from crm.models.customer import LIVE, Customer, of_deleted_customer

PENDING = LIVE & Q(status=FollowupStatus.PENDING)
COMPLETED = LIVE & Q(status=FollowupStatus.COMPLETED)


class FollowupQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        """Not deleted, and of a customer that is not.

        Asked as «no such deleted customer»: those are few, and a count then needs no join with the whole book.
        """
        return super().live().filter(~of_deleted_customer())

    def pending(self) -> Self:
        return self.filter(status=FollowupStatus.PENDING)

    def due_by(self, at: datetime) -> Self:
        """Pending, and its time has come at `at`."""
        return self.pending().filter(due_date__lte=at)

    def overdue(self, at: datetime) -> Self:
        """Pending and due before `at`."""
        return self.pending().filter(due_date__lt=at)

    def for_today(self, at: datetime) -> Self:
        """Pending and due by the end of the day of `at` in Riyadh: what is overdue, and what is today's."""
        return self.due_before(day_bounds(local_date(at))[1])

    def due_before(self, end: Any) -> Self:
        """Pending and due before that time."""
        return self.pending().filter(due_date__lt=end)

    def later_today(self, at: datetime) -> Self:
        """Pending, and due from `at` to the end of its day in Riyadh."""
        return self.for_today(at).filter(due_date__gte=at)

    def upcoming(self, at: datetime) -> Self:
        """Pending, and due after the day of `at` in Riyadh."""
        return self.pending().filter(due_date__gte=day_bounds(local_date(at))[1])

    def completed(self) -> Self:
        return self.filter(status=FollowupStatus.COMPLETED)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def by_due_date(self) -> Self:
        return self.order_by("due_date", "id")

    def latest_completed_first(self) -> Self:
        return self.order_by("-completed_at", "-id")


class Followup(OwnedModel):
    """A promise to contact a customer at `due_date`. Its status changes by its actions alone (rules: Follow-ups)."""

    Status, Priority = FollowupStatus, Priority
    not_found = _("المتابعة غير موجودة")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="followups", verbose_name=_("العميل"), db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("على"), db_index=False
    )
    due_date = models.DateTimeField(_("الموعد"))
    title = models.CharField(_("العنوان"), max_length=200)
    description = models.TextField(_("التفاصيل"), max_length=10_000, blank=True)
    priority = models.CharField(_("الأولوية"), max_length=6, choices=Priority.choices, default=Priority.MEDIUM)
    status = models.CharField(
        _("الحالة"), max_length=10, choices=FollowupStatus.choices, default=FollowupStatus.PENDING, editable=False
    )
    completed_at = models.DateTimeField(_("أُنجزت في"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("ذُكّر بها في"), null=True, blank=True, editable=False)

    objects: ClassVar[Any] = FollowupQuerySet.as_manager()
    history = History(excluded_fields=["created_at", "updated_at", "owner", "reminded_at"])

    class Meta:
        verbose_name = _("متابعة")
        verbose_name_plural = _("المتابعات")
        indexes = [
            # With the customer, so that counting those of nobody deleted reads the index alone.
            models.Index(fields=["owner", "due_date", "id", "customer"], name="followup_to_do", condition=PENDING),
            models.Index(fields=["due_date", "id", "customer"], name="followup_all_to_do", condition=PENDING),
            models.Index(fields=["customer", "due_date"], name="followup_of_customer", condition=PENDING),
            models.Index(fields=["owner", "-completed_at", "-id"], name="followup_done", condition=COMPLETED),
            models.Index(fields=["-completed_at", "-id"], name="followup_all_done", condition=COMPLETED),
            models.Index(fields=["customer", "-created_at", "-id"], name="followup_newest", condition=LIVE),
            models.Index(fields=["owner", "-created_at", "-id"], name="followup_book", condition=LIVE),
            models.Index(fields=["-created_at", "-id"], name="followup_all_books", condition=LIVE),
            models.Index(fields=["owner", "updated_at", "id"], name="followup_changes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=FollowupStatus.COMPLETED, completed_at__isnull=False)
                | ~Q(status=FollowupStatus.COMPLETED) & Q(completed_at__isnull=True),
                name="followup_completed_at",
                violation_error_message=_("وقت الإنجاز للمتابعات المنجزة فقط."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="followup_titled", violation_error_message=_("عنوان المتابعة مطلوب.")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_pending(self) -> bool:
        return self.status == FollowupStatus.PENDING

    def is_overdue(self, at: datetime) -> bool:
        return self.is_pending and self.due_date < at
