"""What an agent is told."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: User) -> Self:
        """This person's own; nobody reads another's, a manager neither."""
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class Notification(models.Model):
    """One notice to one person. `data` holds the ids of what it is about."""

    class Type(models.TextChoices):
        SYSTEM = "system", _("إشعار النظام")
        FOLLOWUP = "followup", _("متابعة")
        SALE = "sale", _("عملية بيع")
        MATCH = "match", _("مطابقة")
        APPOINTMENT = "appointment", _("موعد")
        INSTALLMENT = "installment", _("قسط")
        LEAD = "lead", _("عميل محتمل")

    class Priority(models.TextChoices):
        LOW = "low", _("منخفضة")
        MEDIUM = "medium", _("متوسطة")
        HIGH = "high", _("مرتفعة")
        URGENT = "urgent", _("عاجلة")

    not_found = _("الإشعار غير موجود")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("إلى"), db_index=False
    )
    type = models.CharField(_("النوع"), max_length=12, choices=Type.choices)
    title = models.CharField(_("العنوان"), max_length=200)
    message = models.TextField(_("النص"))
    data = models.JSONField(_("البيانات"), default=dict, blank=True)
    priority = models.CharField(_("الأولوية"), max_length=6, choices=Priority.choices, default=Priority.MEDIUM)
    created_at = models.DateTimeField(_("الوقت"))
    read_at = models.DateTimeField(_("قُرئ في"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("إشعار")
        verbose_name_plural = _("الإشعارات")
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_inbox"),
            models.Index(fields=["user"], name="notification_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title
