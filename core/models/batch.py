"""Rows that were changed by one act: an import, a bulk action. What one act did can be looked at, and undone, whole."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import Door


class Batch(models.Model):
    """One act upon many rows. Each history row that it wrote names it (core.history, `batch`)."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("استيراد")
        REVERT = "revert", _("تراجع عن استيراد")
        STATUS = "status", _("تغيير الحالة")
        TAGS = "tags", _("وسم")
        MOVE = "move", _("نقل إلى وسيط")
        DELETE = "delete", _("حذف")
        UNDO = "undo", _("تراجع عن إجراء جماعي")

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

    class Meta:
        verbose_name = _("إجراء جماعي")
        verbose_name_plural = _("الإجراءات الجماعية")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["user", "-created_at", "-id"], name="batch_of_user")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.row_count}"

    def history_of(self, model: Any) -> models.QuerySet[Any]:
        """The history rows of `model` that this act wrote, looked for between its beginning and its end."""
        rows: models.QuerySet[Any] = model.history.filter(batch=self, history_date__gte=self.created_at)
        return rows.filter(history_date__lte=self.finished_at) if self.finished_at else rows
