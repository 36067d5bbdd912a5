"""A form sent twice is done once: its page carries a token, and the first answer serves the second too.

The API's Idempotency-Key keeps its answers in the same table. A form's key has a tab in it, which no header can have.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest

from core.models import IdempotencyKey, User
from core.transactions import in_one_transaction, joining

TOKEN = "form_token"  # noqa: S105  (a field's name)


def new_token() -> str:
    return token_urlsafe(16)


def once(request: HttpRequest, *, by: User, at: datetime, act: Callable[[], int]) -> int:
    """The id that `act` makes; for the same form sent again, the id it made the first time.

    The same page sent with other values (after «back») is another act. A refusal is not kept.
    """
    token = request.POST.get(TOKEN, "")
    if not token:
        return act()
    key = f"form\t{_fingerprint(request)}"
    try:
        return in_one_transaction(lambda: _first_time(key, by=by, at=at, act=act))
    except IntegrityError:
        earlier = IdempotencyKey.objects.filter(user=by, key=key).first()
        if earlier is None:
            raise
        answer: Any = earlier.answer
        return int(answer["id"])


def _first_time(key: str, *, by: User, at: datetime, act: Callable[[], int]) -> int:
    # Inserted before the act: a rival with the same key waits here until this transaction ends.
    kept = IdempotencyKey.objects.create(user=by, key=key, fingerprint=key[-64:], created_at=at)
    with joining():
        made = act()
    kept.answer, kept.status = {"id": made}, 302
    kept.save()
    return made


def _fingerprint(request: HttpRequest) -> str:
    typed = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(repr((request.path, typed)).encode("utf-8", "surrogatepass")).hexdigest()
