"""Answers when something is wrong: a page to a person, JSON to a program."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such address."""
    if _from_a_program(request):
        return JsonResponse({"detail": _("لا يوجد عنوان كهذا.")}, status=404)
    return defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """A failure of ours; what it was is in the log alone."""
    if _from_a_program(request):
        return JsonResponse({"detail": _("حدث خطأ في الخادم. أعد المحاولة بعد قليل.")}, status=500)
    return defaults.server_error(request)


def _from_a_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: usually a page left open past its session."""
    return render(request, "403_csrf.html", status=403)
