"""What each agent did on each day (product: analytics)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AgentDay(models.Model):
    """One agent's figures of one day in Riyadh, counted by who did it. Kept by analytics.handlers, inside the fact's
    transaction; analytics.figures can make them anew from the facts.
    """

    FIGURES: ClassVar[tuple[str, ...]] = ("matches", "score_sum")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("الوسيط"), db_index=False
    )
    day = models.DateField(_("اليوم"))
    matches = models.PositiveIntegerField(_("المطابقات"), default=0)
    score_sum = models.PositiveIntegerField(_("مجموع نسب التطابق"), default=0)

    objects = models.Manager["AgentDay"]()

    class Meta:
        verbose_name = _("يوم وسيط")
        verbose_name_plural = _("أيام الوسطاء")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="agent_day_once")]
        indexes = [models.Index(fields=["day"], name="agent_day_by_day")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.day}"
