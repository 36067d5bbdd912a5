"""What would become of each row, before any is written; wrong cells can be typed over (rules: Dry run first)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.arabic import caption, counted
from crm.imports.columns import FIELDS
from crm.models import Import, ImportRow

FEW, MANY = 20, 200  # rows of a page, and once the rest is asked for: as many cells as one form may hold
LTR = {"phone", "whatsapp", "email"}
TYPED = re.compile(r"cell_([0-9]{1,9})_([0-9]{1,4})")
Outcome = ImportRow.Outcome
TABS = {
    Outcome.ERROR: (gettext_lazy("أخطاء"), "failed"),
    Outcome.UPDATED: (gettext_lazy("تحديث"), "updated"),
    Outcome.CREATED: (gettext_lazy("جديد"), "created"),
    Outcome.SKIPPED: (gettext_lazy("متجاهل"), "skipped"),
}


@dataclass(frozen=True)
class Tab:
    label: Any
    count: int
    query: str
    is_on: bool
    is_bad: bool


@dataclass(frozen=True)
class Cell:
    """A cell as the file has it; `name` is what its field is called when it can be typed over."""

    text: str
    is_wrong: bool
    is_ltr: bool
    field: Any
    label: str
    name: str
    names: bool  # the person of the row


@dataclass(frozen=True)
class Row:
    number: int
    cells: list[Cell]
    problems: list[dict[str, Any]]
    is_wrong: bool


class Preview:
    """The rows of one outcome, a page at a time: the wrong ones first, for they want something done."""

    def __init__(self, run: Import, query: QueryDict) -> None:
        self.run = run
        self.columns = [(index, field) for index, field in enumerate(run.mapping) if field in FIELDS]
        asked = query.get("rows", "")
        self.outcome = Outcome(asked) if asked in TABS else self._first_outcome()
        self.shows_all = query.get("all") == "1"
        self.number = query.get("page", "")

    def _first_outcome(self) -> Any:
        return next((outcome for outcome, (_label, count) in TABS.items() if getattr(self.run, count)), Outcome.CREATED)

    @property
    def tabs(self) -> list[Tab]:
        return [self._tab(outcome) for outcome in TABS if outcome != Outcome.SKIPPED or self.run.skipped]

    def _tab(self, outcome: Any) -> Tab:
        label, name = TABS[outcome]
        count = getattr(self.run, name)
        is_bad = outcome == Outcome.ERROR and count > 0
        return Tab(label, count, f"?rows={outcome}", outcome == self.outcome, is_bad)

    # ------------------------------------------------------------ rows

    @cached_property
    def page(self) -> Page:
        rows = self.run.rows.filter(outcome=self.outcome).order_by("number")
        return Paginator(rows, MANY if self.shows_all else FEW).get_page(self.number)

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(row) for row in self.page.object_list]

    def _row(self, row: ImportRow) -> Row:
        wrong = {problem["field"] for problem in row.problems} if self.is_editable else set()
        problems = [{"suggestion": "", **problem, "offer": _offer(problem)} for problem in row.problems]
        return Row(row.number, list(self._cells(row, wrong)), problems, row.outcome == Outcome.ERROR)

    def _cells(self, row: ImportRow, wrong: set[str]) -> Iterator[Cell]:
        for index, field in self.columns:
            yield Cell(
                text=row.cells[index] if index < len(row.cells) else "",
                is_wrong=field in wrong,
                is_ltr=field in LTR,
                field=FIELDS[field],
                label=_("%(field)s، صف %(number)s") % {"field": FIELDS[field], "number": row.number},
                name=f"cell_{row.number}_{index}",
                names=field == "name",
            )

    @property
    def labels(self) -> list[Any]:
        return [FIELDS[field] for _index, field in self.columns]

    @property
    def is_editable(self) -> bool:
        return bool(self.outcome == Outcome.ERROR and self.run.failed)

    @property
    def has_problems(self) -> bool:
        return any(row.problems for row in self.rows)

    @property
    def problem_label(self) -> str:
        return {Outcome.ERROR: _("المشكلة"), Outcome.SKIPPED: _("السبب")}.get(self.outcome, _("ملاحظة"))

    @property
    def query(self) -> str:
        """What shows these rows again."""
        return f"?rows={self.outcome}{'&all=1' if self.shows_all else ''}&page={self.page.number}"

    @property
    def more(self) -> str:
        """Where the rest of the rows is, as long as only the first few are shown."""
        return f"?rows={self.outcome}&all=1" if self.page.has_next() and not self.shows_all else ""

    # ------------------------------------------------------------ words

    @property
    def ready(self) -> int:
        """Rows that would be written."""
        return self.run.created + self.run.updated

    @property
    def headline(self) -> str:
        if failed := self.run.failed:
            words = {"rows": counted(failed, "row"), "need": caption(failed, "to_correct")}
            return _("%(rows)s %(need)s قبل الاستيراد") % words
        return _("الملف جاهز للاستيراد") if self.ready else _("لا جديد في هذا الملف")

    @property
    def advice(self) -> str:
        if self.run.failed:
            return _("صحّحها هنا مباشرة، أو أكمل بدونها ونزّلها في ملف مستقل.")
        if self.ready:
            return _("لم نجد فيه خطأ. راجع ما سيُضاف وما سيُحدَّث، ثم أكّد.")
        return _("كل من فيه مسجّل لديك كما هو، فلا شيء يُستورد.")

    @property
    def caption(self) -> str:
        return _("صفوف الملف: %(tab)s") % {"tab": TABS[self.outcome][0]}

    @property
    def nothing(self) -> str:
        return _("لا صفوف هنا.")

    @property
    def shown_words(self) -> str:
        count = self.page.paginator.count
        told = {"shown": len(self.rows), "rows": counted(count, "row")}
        return _("تظهر %(shown)s من %(rows)s.") % told

    @property
    def submit(self) -> str:
        return _("استيراد %(rows)s الآن") % {"rows": counted(self.ready, "row", oblique=True)}


def _offer(problem: dict[str, Any]) -> str:
    """What takes the suggestion: an answer to a question, else the act."""
    return _("نعم") if str(problem["message"]).endswith("؟") else _("تصحيح")


def corrections(run: Import, data: QueryDict) -> dict[int, dict[int, str]]:
    """What was typed over other text, and the suggestion taken: by the row's number and the column's index."""
    typed: dict[int, dict[int, str]] = {}
    for name, text in data.items():
        if match := TYPED.fullmatch(name):
            typed.setdefault(int(match[1]), {})[int(match[2])] = str(text)
    number, _mark, taken = data.get("take", "").partition(":")
    numbers = {*typed, int(number)} if number.isascii() and number.isdigit() and len(number) < 10 else set(typed)
    rows = run.rows.filter(number__in=numbers, outcome=Outcome.ERROR)
    changed = {}
    for row in rows:
        cells = typed.get(row.number, {})
        if str(row.number) == number:
            cells = {**cells, **_suggested(run, row, taken)}
        changed[row.number] = {index: text for index, text in cells.items() if _differs(row, index, text)}
    return {number: cells for number, cells in changed.items() if cells}


def _suggested(run: Import, row: ImportRow, field: str) -> dict[int, str]:
    """The text that the row's problem at `field` suggests for its column."""
    found = [problem["suggestion"] for problem in row.problems if problem["field"] == field and "suggestion" in problem]
    return {run.mapping.index(field): str(found[0])} if found and field in run.mapping else {}


def _differs(row: ImportRow, index: int, text: str) -> bool:
    return index < len(row.cells) and row.cells[index] != text
