"""A message after an action that can be taken back: the toast shows «تراجع», which posts to its address."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo:"


def success_with_undo(request: HttpRequest, text: str | Promise, undo_url: str) -> None:
    """Tell that `text` was done; `undo_url` is a local address that takes a POST without fields."""
    messages.success(request, str(text), extra_tags=f"{UNDO}{undo_url}")
