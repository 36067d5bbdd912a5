"""Two records of one person made one, and pairs that are two people after all (rules: Customers, Merge)."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import User
from crm.models.customer import Customer


class MergeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_manager else self.filter(survivor__owner=user)

    def open(self, at: datetime) -> Self:
        """Not undone, and so lately that it may still be (rules: Merge, MERGE_UNDO_DAYS)."""
        return self.filter(undone_at__isnull=True, merged_at__gt=at - timedelta(days=settings.MERGE_UNDO_DAYS))


def survivor_of(customer_id: int, user: User) -> Customer | None:
    """The live record in which this customer stands now; None when it was not merged, or is not theirs to see."""
    seen = Customer.objects.visible_to(user)
    row: Customer | None = seen.filter(pk=customer_id, merged_into__isnull=False).first()
    while row and row.merged_into_id:
        row = seen.filter(pk=row.merged_into_id).first()
    return row if row and row.deleted_at is None else None


class Merge(models.Model):
    """The journal of a merge: `absorbed` went into `survivor`, and this is what it takes to undo that."""

    not_found = _("عملية الدمج غير موجودة")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("دمجهما"))
    survivor = models.ForeignKey(Customer, models.PROTECT, related_name="merges", verbose_name=_("الباقي"))
    absorbed = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("المدموج"))
    fields_before = models.JSONField(_("حقول الباقي قبل الدمج"), default=dict)  # of those that the merge changed
    fields_after = models.JSONField(_("حقول الباقي بعد الدمج"), default=dict)
    moved = models.JSONField(_("ما انتقل"), default=dict)  # ids by model, as «crm.Interaction»
    merged_at = models.DateTimeField(_("دُمجا في"))
    undone_at = models.DateTimeField(_("فُصلا في"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("فصلهما")
    )

    objects: ClassVar[Any] = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("عملية دمج")
        verbose_name_plural = _("عمليات الدمج")
        ordering = ["-merged_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(undone_at__isnull=True),
                name="merge_absorbed_once",
                violation_error_message=_("هذا السجل مدموج من قبل."),
            ),
            models.CheckConstraint(
                condition=~Q(survivor=F("absorbed")),
                name="merge_of_two",
                violation_error_message=_("لا يُدمج السجل في نفسه."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.survivor_id}"

    def is_late(self, at: datetime) -> bool:
        """Whether the days in which it may be undone are over at `at`."""
        return self.merged_at <= at - timedelta(days=settings.MERGE_UNDO_DAYS)

    def is_open(self, at: datetime) -> bool:
        return self.undone_at is None and not self.is_late(at)


class DistinctPeopleQuerySet(models.QuerySet[Any]):
    def about(self, *customers: int) -> Self:
        """The pairs that have one of these customers (ids) in them."""
        return self.filter(Q(first__in=customers) | Q(second__in=customers))

    def others_than(self, customer: int) -> set[int]:
        """The ids of those who were said not to be this customer."""
        pairs = self.about(customer).values_list("first", "second")
        return {person for pair in pairs for person in pair} - {customer}

    def visible_to(self, user: User) -> Self:
        return self if user.is_manager else self.filter(first__owner=user)


class DistinctPeople(models.Model):
    """Two customers that look like one person and were said to be two: they are not asked about again."""

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+", verbose_name=_("الأول"), db_index=False)
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+", verbose_name=_("الثاني"))
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("قاله"))
    said_at = models.DateTimeField(_("قيل في"))

    objects: ClassVar[Any] = DistinctPeopleQuerySet.as_manager()

    class Meta:
        verbose_name = _("شخصان مختلفان")
        verbose_name_plural = _("أشخاص مختلفون")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="distinct_people_once",
                violation_error_message=_("قيل من قبل إن هذين شخصان مختلفان."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="distinct_people_in_order",
                violation_error_message=_("اكتب الأقدم من الاثنين أولًا."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


def merged_into(pk: int) -> set[int]:
    """The records (ids) that went into this customer, and into those."""
    found: set[int] = set()
    new = {pk}
    while new:
        into = Merge.objects.filter(survivor__in=new, undone_at__isnull=True)
        new = set(into.values_list("absorbed", flat=True)) - found - {pk}
        found |= new
    return found
