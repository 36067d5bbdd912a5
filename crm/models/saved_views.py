"""A list of customers under a name of its own: filters and order that a person comes back to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """`query` is the list's own query string, of known parameters that hold something."""

    not_found = _("العرض غير موجود")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("المستخدم"), db_index=False
    )
    name = models.CharField(_("الاسم"), max_length=40)
    query = models.CharField(_("التصفية"), max_length=1000)
    created_at = models.DateTimeField(_("حُفظ في"))

    class Meta:
        verbose_name = _("عرض محفوظ")
        verbose_name_plural = _("العروض المحفوظة")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_view_once",
                violation_error_message=_("لديك عرض بهذا الاسم."),
            )
        ]

    def __str__(self) -> str:
        return self.name
