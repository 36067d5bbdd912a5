"""One import: the step that its state asks for, and what is done with it there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.arabic import counted
from core.errors import Conflict
from core.exports import export_response
from core.login import the_user
from crm.flows import correct_rows, plan_first_calls, revert_import, run_import
from crm.imports.outcome import outcome_file
from crm.models import Import
from crm.views.import_preview import Preview, corrections
from crm.views.import_results import Result
from crm.views.import_steps import PREVIEW, RESULT, step_page, the_import


@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns of a draft, the rows of one that was looked at, how far the worker is, or what came of it."""
    run = the_import(request, pk)
    if run.status == Import.Status.DRAFT:
        return redirect("import_map", pk)
    if run.is_under_way:
        return step_page(request, _step(run), "import_progress", {"run": run, "doing": _doing(run)})
    if run.status == Import.Status.FAILED:
        return step_page(request, _step(run), "import_failed", {"run": run, "standing": _standing(run)})
    if run.is_checked:
        return _preview(request, run)
    result = Result(run, the_user(request), timezone.now())
    return step_page(request, RESULT, "import_result", {"run": run, "result": result})


@require_safe
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the worker has come, for the page that asks again and again; done, the page shows what came of it."""
    run = the_import(request, pk)
    if not run.is_under_way:
        return HttpResponse(status=204, headers={"HX-Redirect": run.get_absolute_url()})
    return render(request, "crm/_import_progress.html", {"run": run, "doing": _doing(run)})


@require_POST
def import_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what was typed over wrong cells into the file, and look again."""
    run = the_import(request, pk)
    try:
        run = _correct(request, run)
    except Conflict as refusal:
        messages.warning(request, str(refusal.detail))
    if request.htmx and run.is_checked:  # type: ignore[attr-defined]
        return _preview(request, run, "_import_preview")
    return _to(request, run)


@require_POST
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the good rows in, or go on with an import that stopped. What was typed and not looked at yet is looked at
    first: nobody brings in what nobody has seen.
    """
    run = the_import(request, pk)
    try:
        if _correct(request, run) is not run:
            messages.info(request, _("فُحصت التصحيحات. راجع النتيجة ثم أكّد الاستيراد."))
        elif not run.is_finished and not run.is_under_way:  # a second tap finds it running, or done
            run_import(by=the_user(request), at=timezone.now(), import_id=pk, **_how(run))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except Conflict as refusal:
        messages.warning(request, str(refusal.detail))
    return _to(request, run)


@require_http_methods(["GET", "HEAD", "POST"])
def import_revert(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the whole import back; what was edited since stands in the way, and the page says how much."""
    run, refusal = the_import(request, pk), None
    if not (run.may_be_reverted and (run.created or run.updated)):
        return redirect(run)
    if request.method == "POST":
        try:
            revert_import(by=the_user(request), at=timezone.now(), import_id=pk)
        except Conflict as conflict:
            refusal = conflict.detail
        else:
            return redirect(run)
    context = {"run": run, "cancel_url": run.get_absolute_url(), "consequence": _consequence(run), "refusal": refusal}
    return render(request, "crm/import_revert.html", context, status=409 if refusal else 200)


@require_POST
def import_calls(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a first call to each of the new customers."""
    the_import(request, pk)
    try:
        count = plan_first_calls(by=the_user(request), at=timezone.now(), import_id=pk)
    except Conflict as refusal:
        messages.warning(request, str(refusal.detail))
    else:
        messages.success(request, _("أُضيفت %(count)s، وتجدها في المتابعات.") % {"count": counted(count, "followup")})
    return redirect("import", pk)


@require_safe
def import_outcome(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Each row of the file, what became of it and why; `only=error` or `rest`: only those that were not brought in."""
    run, only = the_import(request, pk), request.GET.get("only", "")
    format = "csv" if run.format == Import.Format.CSV else "xlsx"
    return export_response(outcome_file(run, format=format, only=only))


def _preview(request: HttpRequest, run: Import, template: str = "import_preview") -> HttpResponse:
    return step_page(request, PREVIEW, template, {"run": run, "preview": Preview(run, request.GET)})


def _to(request: HttpRequest, run: Import) -> HttpResponse:
    """Back to the import, at the rows that were shown."""
    kept = request.GET.urlencode()
    return redirect(run.get_absolute_url() + (f"?{kept}" if kept else ""))


def _correct(request: HttpRequest, run: Import) -> Import:
    """The import with its corrections looked at; the very same one when nothing was typed anew."""
    cells = corrections(run, request.POST)
    if not cells:
        return run
    return correct_rows(by=the_user(request), at=timezone.now(), import_id=run.pk, cells=cells)


def _how(run: Import) -> dict[str, Any]:
    """An import that stopped goes on as it was asked for; one that was looked at is brought in, its errors left out."""
    if run.status == Import.Status.FAILED:
        return {}
    return {"dry_run": False, "skip_invalid": True}


def _step(run: Import) -> int:
    return PREVIEW if run.dry_run else RESULT


def _doing(run: Import) -> str:
    if run.is_being_reverted:
        return _("نتراجع عن الاستيراد")
    return _("نضيف العملاء إلى القائمة") if run.has_begun_to_write else _("نقرأ الملف ونفحص صفوفه")


def _standing(run: Import) -> str:
    """What an import that stopped has left behind."""
    if run.dry_run:
        return _("لم يُحفظ شيء بعد، والمتابعة تكمل الفحص من حيث توقف.")
    told = {"done": counted(run.created + run.updated, "customer", oblique=True)}
    return _("بقي ما حُفظ قبل التوقف (%(done)s)، والمتابعة تكمل من حيث توقف دون تكرار.") % told


def _consequence(run: Import) -> str:
    """What taking the import back does."""
    new, old = (counted(count, "customer", oblique=True) for count in (run.created, run.updated))
    if not run.updated:
        return _("يخرج من القائمة %(new)s من هذا الملف.") % {"new": new}
    if not run.created:
        return _("تعود بيانات %(old)s إلى ما كانت عليه قبل هذا الملف.") % {"old": old}
    both = _("يخرج من القائمة %(new)s من هذا الملف، وتعود بيانات %(old)s إلى ما كانت عليه قبله.")
    return both % {"new": new, "old": old}
