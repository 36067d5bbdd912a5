"""Pages that span apps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def today(request: HttpRequest) -> HttpResponse:
    """The agent's working day."""
    return render(request, "realty_crm/today.html")
