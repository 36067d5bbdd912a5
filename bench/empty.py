"""What an answer costs before anything is asked: U of docs/performance.md."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response

from bench.client import COUNT, COUNTED
from core.api.views import ApiView


@require_safe
def empty_page(request: HttpRequest) -> HttpResponse:
    """A page of nobody's: the session, its person and every middleware, and no template."""
    return HttpResponse("")


class EmptyAnswer(ApiView):
    """As much through the API: a token, its person, the framework's checks and an empty object."""

    def get(self, request: Request) -> Response:
        return Response({})


def counted_queries(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: tell how many statements a request sent, when its header asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if COUNT not in request.headers:
            return get_response(request)
        statements: list[str] = []

        def count(execute: Any, sql: str, *rest: Any) -> Any:
            statements.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers[COUNTED] = str(len(statements))
        return response

    return middleware
