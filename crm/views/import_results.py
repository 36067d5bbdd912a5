"""What became of an import: the figures, the reasons of what stayed out, and what can be done next."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.arabic import caption, counted
from core.dates import clock, day_label, local_date
from core.models import User
from core.numbers import format_amount
from crm.flows.first_calls import CALLS_A_DAY, MOST_FIRST_CALLS, PLANNED, awaits_first_calls, uncalled_customers
from crm.imports.columns import FIELDS
from crm.models import Import, ImportRow

Outcome = ImportRow.Outcome
ROW = re.compile(r"في الصف [0-9,]+")
BAR = 1000  # the bar's length in its own units
PARTS = {"created": "pb-paid", "updated": "pb-mid", "skipped": "pb-todo", "failed": "pb-late"}


@dataclass(frozen=True)
class Part:
    """A stretch of the bar, from the right."""

    css: str
    start: float
    length: float


@dataclass(frozen=True)
class Figure:
    count: int
    caption: str
    is_bad: bool = False


class Result:
    """A finished import, ready to be shown."""

    def __init__(self, run: Import, viewer: User, now: datetime) -> None:
        self.run, self.viewer, self.now = run, viewer, now
        self.is_reverted = run.status == Import.Status.REVERTED
        waiting = uncalled_customers(run, viewer)[:MOST_FIRST_CALLS].count() if awaits_first_calls(run) else 0
        self.calls = waiting

    @property
    def headline(self) -> str:
        if self.is_reverted:
            return _("تم التراجع عن هذا الاستيراد")
        if self.run.created:
            told = {"customers": counted(self.run.created, "customer"), "book": self._book}
            return _("أُضيف %(customers)s إلى %(book)s") % told
        if self.run.updated:
            return _("حُدّثت بيانات %(customers)s") % {"customers": counted(self.run.updated, "customer", oblique=True)}
        return _("لم يُضف أحد ولم تتغيّر بيانات")

    @property
    def _book(self) -> str:
        if self.run.owner_id == self.viewer.pk:
            return _("قائمتك")
        return _("قائمة %(name)s") % {"name": self.run.owner.name}

    @property
    def when(self) -> str:
        at = self.run.reverted_at if self.is_reverted else self.run.finished_at
        if at is None:
            return ""
        told = {"day": day_label(local_date(at), local_date(self.now)), "time": clock(at), "took": self._took}
        if self.is_reverted:
            return _("عاد كل شيء كما كان قبله، %(day)s %(time)s") % told
        return _("اكتمل في %(took)s، %(day)s %(time)s") % told

    @property
    def _took(self) -> str:
        """From the first row written to the end: looking at the file took its own time before."""
        act, finished = self.run.batch, self.run.finished_at
        seconds = int((finished - act.created_at).total_seconds()) if act and finished else 0
        if seconds < 60:
            return counted(seconds, "second", oblique=True)
        return counted(seconds // 60, "minute", oblique=True)

    # ------------------------------------------------------------ figures

    @property
    def bar(self) -> list[Part]:
        """Stretches one after another, mirrored: the first stands at the right."""
        total = sum(getattr(self.run, name) for name in PARTS) or 1
        parts, end = [], float(BAR)
        for name, css in PARTS.items():
            length = BAR * getattr(self.run, name) / total
            end -= length
            if length:
                parts.append(Part(css, round(end, 1), round(length, 1)))
        return parts

    @property
    def bar_words(self) -> str:
        words = {"created": _("جديد"), "updated": _("تحديث"), "skipped": _("متجاهل"), "failed": _("مرفوض")}
        said = [f"{format_amount(getattr(self.run, name))} {word}" for name, word in words.items()]
        return "، ".join(said)

    @property
    def tally(self) -> list[Figure]:
        run, rest = self.run, self.run.skipped + self.run.failed
        return [
            Figure(run.created, caption(run.created, "new_customer")),
            Figure(run.updated, caption(run.updated, "updated_customer")),
            Figure(rest, caption(rest, "rejected_row"), is_bad=run.failed > 0),
        ]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why rows stayed out, the most frequent reason first. The outcome file tells each row's own."""
        if self.is_reverted:
            return []
        left_out = self.run.rows.filter(outcome__in=[Outcome.ERROR, Outcome.SKIPPED])
        found = left_out.exclude(problems=[]).values_list("outcome", "problems", "cells")
        return Counter(self._reason(*row) for row in found.iterator()).most_common()

    def _reason(self, outcome: str, problems: list[dict[str, Any]], cells: list[str]) -> str:
        """What the row's first problem has in common with those of other rows."""
        field, message = problems[0]["field"], problems[0]["message"]
        if outcome == Outcome.SKIPPED or field not in FIELDS:
            return ROW.sub(_("في الملف"), message).rstrip(".")
        place = self.run.mapping.index(field) if field in self.run.mapping else len(cells)
        is_empty = not "".join(cells[place : place + 1])
        words = _("خانة «%(field)s» فارغة") if is_empty else _("خانة «%(field)s» غير صحيحة")
        return words % {"field": FIELDS[field]}

    # ------------------------------------------------------------ what comes next

    @property
    def has_new(self) -> bool:
        return bool(self.run.created) and not self.is_reverted

    @property
    def may_revert(self) -> bool:
        return self.run.may_be_reverted and bool(self.run.created or self.run.updated) and not self.has_calls

    @property
    def has_calls(self) -> bool:
        """Whether calls were planned: they stand under the new customers, so the import is not taken back any more."""
        return PLANNED in (self.run.batch.details if self.run.batch else {})

    @property
    def revert_words(self) -> str:
        if self.has_calls and not self.is_reverted:
            return _("أُنشئت متابعات لعملاء هذا الاستيراد، فلا يُتراجع عنه.")
        return _("التراجع متاح ما لم تُعدَّل بيانات أحدهم بعده.") if self.may_revert else ""

    @property
    def calls_button(self) -> str:
        return _("إنشاء %(followups)s") % {"followups": counted(self.calls, "followup", oblique=True)}

    @property
    def calls_words(self) -> str:
        if self.calls < MOST_FIRST_CALLS:
            return _("ننشئ متابعة «اتصال تعريفي» لكل عميل جديد، بمعدل %(daily)s يوميًا ابتداءً من غدٍ.") % {
                "daily": CALLS_A_DAY
            }
        told = {"most": counted(MOST_FIRST_CALLS, "customer"), "daily": CALLS_A_DAY}
        return _("ننشئ متابعة «اتصال تعريفي» لأول %(most)s، بمعدل %(daily)s يوميًا ابتداءً من غدٍ.") % told
