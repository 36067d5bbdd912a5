"""Rows that were changed by one act: an import, a bulk action. What one act did can be looked at, and undone, whole."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import Door
from core.models.user import User


class BatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """What this person did; for a manager, what anybody did."""
        return self if user.is_manager else self.filter(user=user)


class Batch(models.Model):
    """One act upon many rows. Each history row that it wrote names it (core.history, `batch`)."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("استيراد")
        REVERT = "revert", _("تراجع عن استيراد")
        STATUS = "status", _("تغيير الحالة")
        TAGS = "tags", _("وسم")
        MOVE = "move", _("نقل إلى وسيط")
        DELETE = "delete", _("حذف")
        FOLLOWUPS = "followups", _("متابعة جماعية")
        UNDO = "undo", _("تراجع عن إجراء جماعي")

    # What undo_batch takes back; an import is reverted by a flow of its own.
    UNDOABLE = (Kind.STATUS, Kind.TAGS, Kind.MOVE, Kind.DELETE, Kind.FOLLOWUPS)
    not_found = _("الإجراء الجماعي غير موجود")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("المستخدم"))
    kind = models.CharField(_("النوع"), max_length=10, choices=Kind.choices)
    details = models.JSONField(_("التفاصيل"), default=dict, blank=True)  # codes and ids; never what a customer said
    door = models.CharField(_("الطريق"), max_length=10, choices=Door.choices)
    row_count = models.PositiveIntegerField(_("عدد الصفوف"), default=0)
    created_at = models.DateTimeField(_("بدأ في"))
    finished_at = models.DateTimeField(_("انتهى في"), null=True, blank=True)
    undone_at = models.DateTimeField(_("تُراجع عنه في"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("تراجع عنه")
    )

    objects: ClassVar[Any] = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("إجراء جماعي")
        verbose_name_plural = _("الإجراءات الجماعية")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["user", "-created_at", "-id"], name="batch_of_user")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.row_count}"

    def can_be_undone(self, at: datetime) -> bool:
        """Of a kind that is taken back whole, not taken back yet, and not too old for it (BATCH_UNDO_DAYS)."""
        is_late = self.created_at > at - timedelta(days=settings.BATCH_UNDO_DAYS)
        return self.kind in self.UNDOABLE and self.undone_at is None and is_late

    def history_of(self, model: Any) -> models.QuerySet[Any]:
        """The history rows of `model` that this act wrote, looked for between its beginning and its end."""
        rows: models.QuerySet[Any] = model.history.filter(batch=self, history_date__gte=self.created_at)
        return rows.filter(history_date__lte=self.finished_at) if self.finished_at else rows
