"""Answers when something is wrong with the request itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: usually a page left open past its session."""
    return render(request, "403_csrf.html", status=403)
