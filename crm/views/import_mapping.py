"""The second step of an import: which field each column is, and what holds for all rows."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import is_id
from core.arabic import counted
from core.errors import Conflict
from core.field_display import look, state
from core.fields import show_refusal
from core.login import the_user
from core.models import User
from core.requests import next_url, posted
from crm.flows import forget_template, keep_template, run_import
from crm.forms.imports import POLICIES, MappingForm, column
from crm.imports.columns import FIELDS, Guess, recognise
from crm.imports.staging import sheet_of
from crm.imports.templates import mapping_by
from crm.models import Import, ImportTemplate
from crm.views.import_steps import COLUMNS, step_page, the_import

SAMPLES, LONGEST_SAMPLE = 3, 60  # what is shown of a column
LOOKED_AT = 50  # rows, to guess from
KNOWN, ASK, SKIP = "auto", "ask", "skip"


@dataclass(frozen=True)
class Column:
    """A column of the file: its first values, and the control that says which field it is."""

    header: str
    samples: list[str]
    state: str
    control: SafeString
    errors: list[str]
    error_id: str


@require_http_methods(["GET", "HEAD", "POST"])
def import_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what each column is, with what was guessed or kept before chosen; a POST looks at every row."""
    by, run = the_user(request), the_import(request, pk)
    if run.is_under_way or run.is_finished:
        return redirect(run)
    chosen = _chosen_template(request, by)
    form = MappingForm(posted(request), run=run, mapping=_mapping(run, chosen))
    if request.method == "POST" and form.is_valid():
        try:
            _look(form, by=by)
        except Conflict as refusal:
            messages.warning(request, str(refusal.detail))
            return redirect(run)
        except ValidationError as refusal:
            show_refusal(form, refusal, name="kept_as")
        else:
            return redirect(run)
    columns = _columns(run, form, _first_rows(run))
    context = {
        "run": run,
        **_size(_row_count(run)),
        "form": form,
        "columns": columns,
        "summary": _summary(columns),
        "policies": list(zip(form["on_duplicate"], POLICIES.values(), strict=True)),
        "templates": list(_templates(by)),
        "chosen": chosen,
    }
    return step_page(request, COLUMNS, "import_map", context, status=422 if form.errors else 200)


@require_POST
def import_template_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a kept mapping."""
    forget_template(by=the_user(request), at=timezone.now(), template_id=pk)
    messages.success(request, _("حُذفت المطابقة المحفوظة."))
    return redirect(next_url(request, "import_new"))


def _look(form: MappingForm, *, by: User) -> None:
    """Look at every row as it would be brought in; keep the mapping for other files, if it was given a name."""
    at, data = timezone.now(), form.cleaned_data
    run_import(
        by=by,
        at=at,
        import_id=form.run.pk,
        mapping=form.mapping,
        defaults=form.defaults,
        on_duplicate=data["on_duplicate"],
        owner=data.get("owner"),
        dry_run=True,
    )
    if data["kept_as"]:
        keep_template(by=by, at=at, import_id=form.run.pk, name=data["kept_as"])


def _templates(user: User) -> Any:
    return ImportTemplate.objects.filter(user=user).order_by("name")


def _chosen_template(request: HttpRequest, user: User) -> ImportTemplate | None:
    """The kept mapping that the address asks for."""
    asked = request.GET.get("template", "")
    return _templates(user).filter(pk=asked).first() if is_id(asked) else None


def _mapping(run: Import, chosen: ImportTemplate | None) -> list[str]:
    """The field of each column, as a kept mapping has it, or as the import stands; "" for what no import takes."""
    fields = mapping_by(chosen.mapping, run.columns) if chosen else run.mapping
    return [field if field in FIELDS else "" for field in fields]


def _columns(run: Import, form: MappingForm, samples: list[list[str]]) -> list[Column]:
    guesses = recognise(run.columns, samples, for_manager=run.user.is_manager)
    return [_column(form[column(index)], index, guess, samples) for index, guess in enumerate(guesses)]


def _first_rows(run: Import) -> list[list[str]]:
    """The first rows of the file; of one whose rows were read before, those."""
    if not run.total:
        return sheet_of(run).first_rows(LOOKED_AT)
    return list(run.rows.order_by("number").values_list("cells", flat=True)[:LOOKED_AT])


def _row_count(run: Import) -> int | None:
    """How many rows there are; None for a long file that nobody has read yet."""
    if run.total:
        return run.total
    most = settings.IMPORT_IN_REQUEST_ROWS
    found = sum(1 for _row in islice(sheet_of(run).rows(), most + 1))
    return found if found <= most else None


def _size(rows: int | None) -> dict[str, str]:
    """What the page says of the number of rows: of the file, and on the button."""
    if rows is None:
        most = counted(settings.IMPORT_IN_REQUEST_ROWS, "row", oblique=True)
        return {"length": _("أكثر من %(rows)s") % {"rows": most}, "submit": _("معاينة الصفوف")}
    told = {"rows": counted(rows, "row", oblique=True)}
    return {"length": counted(rows, "row"), "submit": _("معاينة %(rows)s") % told}


def _column(field: BoundField, index: int, guess: Guess, samples: list[list[str]]) -> Column:
    error_id, value = f"{field.auto_id}_error", field.value() or ""
    said = {"aria-label": _("الحقل المقابل لعمود %(column)s") % {"column": field.label}}
    return Column(
        header=str(field.label),
        samples=[row[index][:LONGEST_SAMPLE] for row in samples[:SAMPLES]],
        state=_state(value, guess),
        control=field.as_widget(attrs={**look(field.field.widget), **state(field, False), **said}),
        errors=[str(error) for error in field.errors],
        error_id=error_id,
    )


def _state(field: str, guess: Guess) -> str:
    """Whether a person should look at this column's field once more: only at what was guessed and is likely."""
    if not field:
        return SKIP
    return ASK if guess == Guess(field, "ask") else KNOWN


def _summary(columns: list[Column]) -> str:
    """«طابقنا 5 أعمدة من أسمائها وقيمها. راجع عمودًا واحدًا، واستُبعد عمود.»"""
    count = Counter(column.state for column in columns)
    known = _("طابقنا %(columns)s من أسمائها وقيمها.") % {"columns": _some(count[KNOWN])}
    told = {"ask": _some(count[ASK]), "out": counted(count[SKIP], "column") if count[SKIP] > 1 else _("عمود")}
    parts = {
        (True, True): _("راجع %(ask)s، واستُبعد %(out)s."),
        (True, False): _("راجع %(ask)s."),
        (False, True): _("واستُبعد %(out)s."),
    }
    rest = parts.get((count[ASK] > 0, count[SKIP] > 0), "") % told
    return " ".join(filter(None, [known if count[KNOWN] else "", rest]))


def _some(count: int) -> str:
    """So many columns, as the object of a verb."""
    return _("عمودًا واحدًا") if count == 1 else counted(count, "column", oblique=True)
