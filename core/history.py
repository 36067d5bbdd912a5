"""The audit trail: who changed what, when, and through which door (rules: Audit and privacy).

Who and which door are carried in a context variable: a middleware names the door of a request, and a flow names
the person (`by`). Rows are written by django-simple-history; no address is kept.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import models
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

if TYPE_CHECKING:
    from core.models import Batch, User


class Door(models.TextChoices):
    PAGE = "page", _("الصفحات")
    API = "api", _("واجهة البرمجة")
    ADMIN = "admin", _("لوحة الإدارة")
    IMPORT = "import", _("استيراد")
    CARD = "card", _("البطاقة الرقمية")
    SYSTEM = "system", _("النظام")


@dataclass(frozen=True)
class Acting:
    """Who acts, through which door, and as part of which act upon many rows."""

    by: "User | None" = None
    door: Door = Door.SYSTEM
    batch: "Batch | None" = None


_acting: ContextVar[Acting] = ContextVar("acting", default=Acting())


def acting_now() -> Acting:
    return _acting.get()


@contextmanager
def acting(**what: Any) -> Iterator[None]:
    """Within the block, history rows name this person (`by`), door (`door`) and act upon many rows (`batch`).

    What is not given stays as it is.
    """
    token = _acting.set(replace(_acting.get(), **what))
    try:
        yield
    finally:
        _acting.reset(token)


class HistoryEntry(models.Model):
    """What each history row adds to simple-history's columns."""

    door = models.CharField(_("الطريق"), max_length=10, choices=Door.choices, default=Door.SYSTEM)
    # Without an index: an act's rows are looked for among those of its time (Batch.history_of).
    batch = models.ForeignKey(
        "core.Batch", models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        abstract = True


def _acting_user(instance: models.Model, **_kwargs: Any) -> "User | None":
    return acting_now().by


class History(HistoricalRecords):
    """`history = History(excluded_fields=[...])`: the audit trail of a model. Leave out what the system derives."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("bases", [HistoryEntry])
        options.setdefault("get_user", _acting_user)
        options.setdefault("verbose_name", _("تعديل"))
        options.setdefault("verbose_name_plural", _("سجل التعديلات"))
        super().__init__(**options)

    def post_save(self, instance: models.Model, created: bool, using: str | None = None, **kwargs: Any) -> None:
        """No row when only columns were saved that history leaves out: a login is no edit of the person."""
        saved = kwargs.get("update_fields")
        if created or saved is None or not saved <= set(self.excluded_fields):
            super().post_save(instance, created, using=using, **kwargs)


@receiver(pre_create_historical_record)
def name_the_door(sender: Any, history_instance: Any, **_kwargs: Any) -> None:
    history_instance.door = acting_now().door
    history_instance.batch = acting_now().batch


@dataclass(frozen=True)
class Change:
    """One field of a history row, and its value in the row before (None where the row began with it)."""

    field: Any  # the model's field
    before: Any
    after: Any

    @property
    def name(self) -> str:
        return str(self.field.name)

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)


_BOOKKEEPING = {"id", "version"}


def changes_between(newer: Any, older: Any | None = None) -> list[Change]:
    """What `newer` changed of `older`, two history rows of one row, field by field in the model's order.

    Without `older`, a row that records a creation changes what it filled in, from nothing; any other row tells
    nothing. Values are the columns' own: codes, ids, Decimal, lists.
    """
    if older is None and newer.history_type != "+":
        return []
    changes = []
    for field in newer.tracked_fields:
        before = getattr(older, field.attname) if older else None
        after = getattr(newer, field.attname)
        is_empty = older is None and after in (None, "", [], False)
        if field.name not in _BOOKKEEPING and before != after and not is_empty:
            changes.append(Change(field, before, after))
    return changes


NEWEST_FIRST = ("-history_date", "-history_id")


@dataclass(frozen=True)
class Edit:
    """A history row, and what it changed of the one before it in time (None: there is none, or it is not known)."""

    row: Any
    before: Any | None

    @property
    def changes(self) -> list[Change]:
        return changes_between(self.row, self.before)


def edits(rows: Sequence[Any], beyond: Sequence[Any] = ()) -> list[Edit]:
    """Neighbouring history rows of one row, newest first, each with the one before it; `beyond` follows the last."""
    older = [*rows[1:], *beyond[:1]]
    return [Edit(row, before) for row, before in zip(rows, older + [None] * (len(rows) - len(older)), strict=True)]


def earlier_than(row: Any) -> "models.QuerySet[Any]":
    """The history rows of the same row that stand before this one in time, newest first."""
    is_earlier = models.Q(history_date=row.history_date, history_id__lt=row.history_id)
    rows: models.QuerySet[Any] = type(row).objects.filter(models.Q(history_date__lt=row.history_date) | is_earlier)
    return rows.filter(id=row.id).order_by(*NEWEST_FIRST)


def with_what_precedes(rows: Sequence[Any]) -> list[Edit]:
    """As `edits`, where it takes a look to find what precedes the last of them."""
    is_cut = bool(rows) and rows[-1].history_type != "+"
    return edits(rows, list(earlier_than(rows[-1])[:1]) if is_cut else ())
