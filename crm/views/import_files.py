"""The first step of an import: the file; and the imports that were."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.arabic import counted
from core.exports import export_response, write_export
from core.field_display import state
from core.fields import show_refusal
from core.login import the_user
from core.models import User
from core.numbers import format_amount
from core.once import new_token, once
from core.requests import posted
from crm.exports import customer_columns
from crm.flows import receive_file
from crm.forms.imports import MEGABYTES, FileForm
from crm.models import Import
from crm.views.import_steps import FILE, step_page

RECENT, PAGE = 5, 20
FIGURES = {"created": _("جديد"), "updated": _("تحديث"), "skipped": _("متجاهل"), "failed": _("أخطاء")}
EXAMPLE = {
    "name": "نورة السالم",
    "phone": "0521234567",
    "email": "noura@example.com",
    "status": "new",
    "priority": "high",
    "source": "exhibition",
    "budget": 1_250_000,
    "city": "الرياض",
    "districts": ["النرجس", "الياسمين"],
    "notes": "تبحث عن فيلا قريبة من مدرسة",
}


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Ask for a file; a POST keeps it, and goes on to what its columns are. Nothing of it enters the book yet."""
    by, at = the_user(request), timezone.now()
    form = FileForm(posted(request), request.FILES or None, by=by)
    if request.method == "POST" and form.is_valid():
        file, owner = form.cleaned_data["file"], form.cleaned_data.get("owner")

        def receive() -> int:
            return receive_file(by=by, at=at, file_name=file.name, content=file, owner=owner).pk

        try:
            return redirect("import_map", once(request, by=by, at=at, act=receive))
        except ValidationError as refusal:
            show_refusal(form, refusal)
    context = {
        "form": form,
        "file": form["file"].as_widget(attrs=state(form["file"], has_hint=True)),
        "most_bytes": settings.UPLOAD_MOST_BYTES,
        "limits": _limits(),
        "recent": listed(_imports(by)[:RECENT]),
        "token": new_token(),
        "names_people": by.is_manager,
    }
    return step_page(request, FILE, "import_new", context, status=422 if form.errors else 200)


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """Every import one may see, newest first."""
    user = the_user(request)
    page = Paginator(_imports(user), PAGE).get_page(request.GET.get("page"))
    page.object_list = listed(page.object_list)
    return render(
        request, "crm/import_list.html", {"page": page, "now": timezone.now(), "names_people": user.is_manager}
    )


@require_safe
def import_example(request: HttpRequest) -> HttpResponseBase:
    """A sheet to fill, with a line that shows how."""
    columns = [column for column in customer_columns(with_owner=False) if column.code in EXAMPLE]
    row = tuple(EXAMPLE[column.code] for column in columns)
    name = _("مثال استيراد العملاء")
    return export_response(
        write_export(format="xlsx", columns=columns, rows=[row], title=_("العملاء"), name=name, plain_name="example")
    )


def _limits() -> str:
    """How much a file may hold."""
    rows = counted(settings.IMPORT_MOST_ROWS, "row")
    return _("%(size)s ميغابايت و%(rows)s") % {"size": MEGABYTES, "rows": rows}


def _imports(user: User) -> Any:
    """Without the files themselves."""
    return Import.objects.visible_to(user).newest_first().select_related("user")


def listed(imports: Any) -> list[Import]:
    """The imports with a `summary` of what became of each."""
    runs = list(imports)
    for run in runs:
        run.summary = _summary(run)
    return runs


def _summary(run: Import) -> str:
    """«248 صفًا: 231 جديد، 9 تحديث، 8 أخطاء»."""
    rows = counted(run.total, "row")
    if run.status != Import.Status.DONE:
        return rows
    figures = [f"{format_amount(getattr(run, name))} {word}" for name, word in FIGURES.items() if getattr(run, name)]
    return f"{rows}: {'، '.join(figures)}" if figures else rows
