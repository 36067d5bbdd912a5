"""That a property may be what a customer looks for, and what became of it."""

import builtins
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import History
from core.models import OwnedModel, OwnedQuerySet, User
from crm.models.customer import LIVE
from properties.models.choices import (
    MATCH_TONES,
    OPEN_MATCHES,
    SAYABLE,
    MatchStatus,
    RejectReason,
)
from properties.models.property import Property
from properties.models.request import PropertyRequest

OPEN = LIVE & Q(status__in=OPEN_MATCHES)


class PropertyMatchQuerySet(OwnedQuerySet):
    def live(self) -> Self:
        """Of a property, a request and a customer that are all live. By joins: who lists matches shows all three."""
        of_these = ("property", "request", "request__customer")
        return super().live().filter(**{f"{one}__deleted_at__isnull": True for one in of_these})

    def open(self) -> Self:
        """Those that may still come to something."""
        return self.filter(status__in=OPEN_MATCHES)

    def best_first(self) -> Self:
        return self.order_by("-match_score", "-id")

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class PropertyMatch(OwnedModel):
    """A pair that was found or recorded by hand. It belongs to its request's owner (api: matches)."""

    Status, RejectReason = MatchStatus, RejectReason
    not_found = _("المطابقة غير موجودة")

    property = models.ForeignKey(
        Property, models.PROTECT, related_name="matches", verbose_name=_("العقار"), db_index=False
    )
    request = models.ForeignKey(
        PropertyRequest, models.PROTECT, related_name="matches", verbose_name=_("الطلب"), db_index=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("سجّلها"),
        db_index=False,
        editable=False,
    )
    match_score = models.PositiveSmallIntegerField(_("نسبة التطابق"), validators=[MaxValueValidator(100)])
    # Somebody gave the score by hand: it does not follow the two rows.
    is_score_given = models.BooleanField(_("نسبة مُدخلة يدويًا"), default=False, editable=False)
    # The score that it had at first, by which it is counted (analytics): the score itself follows the two rows.
    recorded_score = models.PositiveSmallIntegerField(_("النسبة حين سُجّلت"), editable=False)
    # What the score is made of, as properties.matching.scoring.Fit tells it, and by which version of the rule.
    reasons = models.JSONField(_("الأسباب"), default=list, editable=False)
    rule_version = models.PositiveSmallIntegerField(_("نسخة القاعدة"), editable=False)
    status = models.CharField(_("الحالة"), max_length=14, choices=MatchStatus.choices, default=MatchStatus.PENDING)
    reject_reason = models.CharField(_("سبب الرفض"), max_length=14, choices=RejectReason.choices, blank=True)
    status_changed_at = models.DateTimeField(_("تغيّرت الحالة في"), editable=False)
    # When somebody was last told of it, and the price then: it is told again only after a real cut (rules: Matching).
    announced_at = models.DateTimeField(_("أُعلن في"), editable=False)
    announced_price = models.DecimalField(_("السعر حين أُعلن"), max_digits=14, decimal_places=2, editable=False)

    objects: ClassVar[Any] = PropertyMatchQuerySet.as_manager()
    history = History(
        excluded_fields=[
            *(
                "created_at",
                "updated_at",
                "owner",
                "created_by",
                "match_score",
                "recorded_score",
                "reasons",
                "rule_version",
            ),
            *("status_changed_at", "announced_at", "announced_price"),
        ]
    )

    class Meta:
        verbose_name = _("مطابقة")
        verbose_name_plural = _("المطابقات")
        indexes = [
            models.Index(fields=["request", "-match_score", "-id"], name="match_of_request"),
            models.Index(fields=["owner", "-match_score", "-id"], name="match_inbox", condition=OPEN),
            models.Index(fields=["-match_score", "-id"], name="match_all_inbox", condition=OPEN),
            models.Index(fields=["owner", "-created_at", "-id"], name="match_book", condition=LIVE),
            models.Index(fields=["-created_at", "-id"], name="match_all_books", condition=LIVE),
            models.Index(fields=["owner", "updated_at", "id"], name="match_changes"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["property", "request"],
                name="match_once",
                violation_error_message=_("هذه المطابقة مسجّلة من قبل."),
            ),
            models.CheckConstraint(
                condition=Q(match_score__gte=0, match_score__lte=100),
                name="match_score_in_percent",
                violation_error_message=_("نسبة التطابق من 0 إلى 100."),
            ),
            models.CheckConstraint(
                condition=Q(reject_reason="") | Q(status=MatchStatus.REJECTED),
                name="match_reason_of_rejected",
                violation_error_message=_("سبب الرفض للمطابقات المرفوضة فقط."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=MatchStatus.values),
                name="match_known_codes",
                violation_error_message=_("قيمة غير معروفة للحالة."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(property)s ← %(customer)s") % {"property": self.property, "customer": self.request.customer}

    def get_absolute_url(self) -> str:
        return self.request.get_absolute_url()

    @builtins.property
    def status_tone(self) -> str:
        return MATCH_TONES[MatchStatus(self.status)]

    @builtins.property
    def is_open(self) -> bool:
        return self.status in OPEN_MATCHES

    @builtins.property
    def can_be_told(self) -> bool:
        """Whether a person may say what became of it: not once a sale or the market has."""
        return self.status in SAYABLE or self.status == MatchStatus.VIEWING_BOOKED

    @builtins.property
    def shows_to_owner(self) -> bool:
        """Whether the match's owner sees what the property is."""
        return bool(self.property.owner_id == self.owner_id)

    def shows_property_to(self, user: User) -> bool:
        """A match across owners shows the property's id alone to who does not own it (api: matches)."""
        return user.is_manager or self.property.owner_id == user.pk
