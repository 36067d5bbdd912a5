"""How many customers a book has, kept without a row that everybody waits for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BookCount(models.Model):
    """By how many live customers an agent's book grew (or shrank) at once. A book's size is the sum of its rows.

    Rows are only added, so that two who add customers to one book never wait for each other; the clock makes one
    of many (crm.counts, which alone reads and writes them).
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("الوسيط"))
    customers = models.IntegerField(_("عدد العملاء"))

    class Meta:
        verbose_name = _("حجم قائمة عملاء")
        verbose_name_plural = _("أحجام قوائم العملاء")

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.customers:+}"
