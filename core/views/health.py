"""Health addresses for whoever runs the product (api: Addresses outside the API)."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up."""
    return _plain("ok")


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and every migration is applied; else 503."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except (DatabaseError, InterfaceError):
        return _plain("database unavailable", status=503)
    if not _migrations() <= set(applied):
        return _plain("migrations pending", status=503)
    return _plain("ok")


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """What this release brings along; its files do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain")
