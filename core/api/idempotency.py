"""A POST sent twice is done once (api: Concurrency and retries).

Everything happens in one transaction: the key is inserted, the work done, the answer kept beside it. Whoever comes
second with the same key waits at the unique index until that transaction ends, and finds either the answer or, after
a failure of ours, nothing, and does the work itself.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.errors import KeyReused
from core.login import the_user
from core.models import IdempotencyKey, User
from core.transactions import in_one_transaction, is_transient

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
LONGEST_KEY = 200
KEPT_HEADERS = ("ETag", "Location")
NOT_KEPT = {401, 413, 415, 429}  # the request itself was not heard yet: a retry may fare better
Handler = Callable[..., HttpResponseBase]


class IdempotentPosts:
    """A view's POSTs honour Idempotency-Key. Put it before the view's other bases."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Once the caller is known, put the keeping of answers around the handler that is about to be called."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        key = request.headers.get(HEADER)
        if request.method == "POST" and key and isinstance(request.user, User):
            perform: Handler = getattr(self, "post", None) or self.http_method_not_allowed  # type: ignore[attr-defined]
            self.post = partial(once, self, perform, key)


def once(view: Any, perform: Handler, key: str, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The answer of `perform`; for a request that came before under this key, the answer it got then."""
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise ValidationError({HEADER: [_("حتى %(most)s حرف قابل للطباعة.") % {"most": LONGEST_KEY}]})
    at = timezone.now()
    fingerprint = _fingerprint(request)

    def attempt() -> HttpResponseBase:
        kept = _claimed(the_user(request), key, fingerprint, at)
        if kept.status is not None:
            return _again(kept, fingerprint)
        response = _answered(view, partial(perform, request, *args, **kwargs))
        _keep(kept, response)
        return response

    return in_one_transaction(attempt)


def _claimed(user: User, key: str, fingerprint: str, at: datetime) -> IdempotencyKey:
    """This request's own new row, or the row of the one that came first. A key past its hours is forgotten."""
    keys = IdempotencyKey.objects.filter(user=user, key=key)
    keys.filter(created_at__lte=at - timedelta(hours=settings.IDEMPOTENCY_HOURS)).delete()
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(user=user, key=key, fingerprint=fingerprint, created_at=at)
    except IntegrityError:
        return keys.get()


def _answered(view: Any, perform: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What the work answers. A refusal undoes the work's writes and is an answer too; a failure of ours is raised."""
    try:
        with transaction.atomic():
            return perform()
    except Exception as error:
        if is_transient(error):
            raise
        response: HttpResponseBase = view.handle_exception(error)
        return response


def _keep(kept: IdempotencyKey, response: HttpResponseBase) -> None:
    if response.status_code in NOT_KEPT or response.status_code >= 500:
        kept.delete()
        return
    kept.status = response.status_code
    kept.answer = JSONRenderer().render(response.data).decode() if isinstance(response, Response) else ""
    kept.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    kept.save(update_fields=["status", "answer", "headers"])


def _again(kept: IdempotencyKey, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        raise KeyReused
    headers = {**kept.headers, REPLAYED: "true"}
    return HttpResponse(kept.answer, status=kept.status, headers=headers, content_type="application/json")


def _fingerprint(request: Request) -> str:
    """What makes two requests the same: address and body, to the byte; of a form, its fields and its files' content.

    A form's own bytes differ at each sending: they hold a boundary that is made up anew.
    """
    is_form = (request.content_type or "").startswith("multipart/")
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    digest.update(_form(request) if is_form else request.body)
    return digest.hexdigest()


def _form(request: Request) -> bytes:
    sent = cast(QueryDict, request.data)  # UnsupportedMediaType where the view takes no forms
    fields = sorted(sent.lists())
    return json.dumps([[name, [_told(value) for value in values]] for name, values in fields]).encode()


def _told(value: Any) -> Any:
    """A field's text; of a file its name and the hash of its content, read in pieces and left at its beginning."""
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for piece in value.chunks():
        digest.update(piece)
    value.seek(0)
    return [value.name, digest.hexdigest()]
