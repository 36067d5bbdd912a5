"""What passed between an agent and a customer."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import History
from core.models import OwnedModel, OwnedQuerySet
from crm.models.choices import Direction, InteractionType, Outcome
from crm.models.customer import LIVE, Customer, of_deleted_customer

INTERACTION_TONES = {
    InteractionType.CALL: "green",
    InteractionType.WHATSAPP: "teal",
    InteractionType.MEETING: "violet",
    InteractionType.VIEWING: "amber",
    InteractionType.OFFICE_VISIT: "violet",
    InteractionType.OFFER: "orange",
    InteractionType.EMAIL: "blue",
    InteractionType.SMS: "blue",
}


NEWEST, COUNTED = ("-created_at", "-id"), ("customer", "completed_at", "is_initial")


class InteractionQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        """Not deleted, and of a customer that is not.

        Asked as «no such deleted customer»: those are few, and a count then needs no join with the whole book.
        """
        return super().live().filter(~of_deleted_customer())

    def completed(self) -> Self:
        return self.filter(completed_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def by_time(self) -> Self:
        """As a timeline shows them: by when they happened or are planned, the latest first."""
        return self.order_by("-timeline_at", "-id")


class Interaction(OwnedModel):
    """A contact with a customer, done (`completed_at`) or planned. `user` did it, and stays when the customer moves."""

    Type, Direction, Outcome = InteractionType, Direction, Outcome
    not_found = _("التواصل غير موجود")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="interactions", verbose_name=_("العميل"), db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("نفّذه"), db_index=False
    )
    type = models.CharField(_("النوع"), max_length=12, choices=InteractionType.choices)
    direction = models.CharField(_("الاتجاه"), max_length=3, choices=Direction.choices, blank=True)
    notes = models.TextField(_("الملاحظات"), max_length=10_000, blank=True)
    duration = models.PositiveSmallIntegerField(
        _("المدة بالدقائق"), null=True, blank=True, validators=[MaxValueValidator(24 * 60)]
    )
    outcome = models.CharField(_("النتيجة"), max_length=20, choices=Outcome.choices, blank=True)
    scheduled_for = models.DateTimeField(_("مخطط له في"), null=True, blank=True)
    completed_at = models.DateTimeField(_("تم في"), null=True, blank=True)
    # completed_at, else scheduled_for, else created_at
    timeline_at = models.DateTimeField(_("موضعه في السجل"), editable=False)
    is_initial = models.BooleanField(_("تواصل أول"), default=False, editable=False)

    objects: ClassVar[Any] = InteractionQuerySet.as_manager()
    history = History(excluded_fields=["created_at", "updated_at", "owner", "timeline_at", "is_initial"])

    class Meta:
        verbose_name = _("تواصل")
        verbose_name_plural = _("سجل التواصل")
        indexes = [
            models.Index(fields=["customer", "-created_at", "-id"], name="interaction_newest", condition=LIVE),
            models.Index(fields=["customer", "-timeline_at", "-id"], name="interaction_timeline", condition=LIVE),
            # With what a count asks of each: whose it is, and whether it is a contact that was made.
            models.Index(fields=["owner", *NEWEST, *COUNTED], name="interaction_log", condition=LIVE),
            models.Index(fields=[*NEWEST, *COUNTED], name="interaction_whole_log", condition=LIVE),
            models.Index(fields=["owner", "updated_at", "id"], name="interaction_changes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="") | Q(type=InteractionType.CALL),
                name="interaction_direction_of_calls",
                violation_error_message=_("الاتجاه للاتصالات فقط."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} · {self.customer_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.timeline_at = self.completed_at or self.scheduled_for or self.created_at
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """«اتصال صادر», «واتساب»."""
        return f"{self.get_type_display()} {self.get_direction_display()}".strip()

    @property
    def tone(self) -> str:
        return INTERACTION_TONES.get(InteractionType(self.type), "gray")
