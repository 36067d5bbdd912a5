"""Small request-wide rules: whom to believe about the connection, how large a body may be, which door this is."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django_structlog.middlewares import RequestMiddleware

from core.history import Door, acting
from core.network import from_trusted_proxy

Answer = Callable[[HttpRequest], HttpResponse]

_SECRET = re.compile(r"[\w-]{25,}")  # a password reset's token, a feed's


class RequestLog(RequestMiddleware):
    """Logs each request by its path alone: what is searched for, and links that open something, stay unsaid."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {_SECRET.sub('…', request.path)}"


def trusted_proxies(get_response: Answer) -> Answer:
    """Drop forwarding headers that did not come from one of our proxies, so that nothing later believes them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not from_trusted_proxy(request):
            for header in ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"):
                request.META.pop(header, None)
        return get_response(request)

    return middleware


def body_limit(get_response: Answer) -> Answer:
    """Refuse a body larger than its address takes, before it is read (413). Without a length none is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0
        if size > _most_bytes(request.path):
            return JsonResponse({"detail": _("حجم الطلب أكبر من المسموح.")}, status=413)
        return get_response(request)

    return middleware


def _most_bytes(path: str) -> int:
    """What a form or an API call needs; where a file is sent (UPLOAD_PATHS), the file and a form around it."""
    most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return settings.UPLOAD_MOST_BYTES + most if settings.UPLOAD_PATHS.fullmatch(path) else most


def kept_by_nobody(get_response: Answer) -> Answer:
    """Let no cache keep an answer that does not say otherwise: after logging out, «back» shows nobody's customers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def acting_user(get_response: Answer) -> Answer:
    """Name the door for the history rows that this request leads to; flows name the person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with acting(door=_door(request.path), by=None):
            return get_response(request)

    return middleware


def _door(path: str) -> Door:
    if path.startswith("/api/"):
        return Door.API
    return Door.ADMIN if path.startswith("/admin/") else Door.PAGE
