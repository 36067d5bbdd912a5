"""Rows that belong to an agent: who sees them, which version they are at, whether they are deleted."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.user import User


@cache
def _words(field: Any) -> dict[Any, Any]:
    """The word of each code that the field may have, not yet translated."""
    return dict(field.flatchoices)


class OwnedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """The rows this person may see: its own, or every agent's for a manager (api: Access)."""
        return self if user.is_manager else self.filter(owner=user)

    def live(self) -> Self:
        """Without what was deleted."""
        return self.filter(deleted_at__isnull=True)

    def deleted(self) -> Self:
        return self.filter(deleted_at__isnull=False)

    def in_bin(self, at: datetime) -> Self:
        """Deleted, and so lately that it can still be restored at `at` (rules: Deletion, BIN_DAYS)."""
        return self.filter(deleted_at__gt=at - timedelta(days=settings.BIN_DAYS))


class OwnedModel(models.Model):
    """A row of an agent's. `version` grows by one with each edit by a person; what is derived leaves it alone."""

    not_found = _("السجل غير موجود")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("الوسيط"), db_index=False
    )
    created_at = models.DateTimeField(_("أضيف في"), editable=False)
    updated_at = models.DateTimeField(_("عُدّل في"), editable=False)
    deleted_at = models.DateTimeField(_("حُذف في"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("النسخة"), default=1, editable=False)

    objects: ClassVar[Any] = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802 (Django calls it so)
        """What get_…_display answers: the word of a code. Django's own puts all words into a dictionary each time."""
        code = getattr(self, field.attname)
        return str(_words(field).get(code, code or ""))

    def add(self, at: datetime) -> None:
        """Insert this new row, with its first history row, as of `at`."""
        self.created_at = self.updated_at = self._history_date = at
        self.save(force_insert=True)

    def record_edit(self, at: datetime) -> None:
        """Save a person's edit made at `at`: one version up, one history row."""
        self.version += 1
        self.updated_at = self._history_date = at
        self.save()
