"""What the API answers when something is refused (api: Errors)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as WrongValues
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException, Throttled, ValidationError
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from core.errors import Conflict, StaleVersion
from core.login import LockedOut


class Refusal(APIException):
    """A refusal that programs tell from others by its `code`."""


class VersionRequired(Refusal):
    """An edit must say which version it saw, so that it overwrites nothing unseen (api: Concurrency)."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "version_required"
    default_detail = _("أرسل رقم النسخة التي تعدّلها في version أو في الترويسة If-Match.")


class KeyReused(Refusal):
    """The Idempotency-Key came before with another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _("استُعمل مفتاح التكرار هذا مع طلب آخر.")


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """The Response of a refusal; None for a failure of ours, which is raised on (DRF's EXCEPTION_HANDLER)."""
    if isinstance(error, Conflict):
        return Response(_told(error, context["view"]), status=status.HTTP_409_CONFLICT)
    if isinstance(error, WrongValues):
        error = ValidationError(by_field(error))
    if isinstance(error, LockedOut):
        error = _locked_out()
    response = exception_handler(error, context)
    if response is not None and isinstance(error, Refusal):
        response.data["code"] = error.default_code
    return response


def _locked_out() -> Throttled:
    refusal = Throttled(detail=gettext("محاولات كثيرة. أعد المحاولة بعد ربع ساعة."))
    wait = settings.AXES_COOLOFF_TIME.total_seconds()
    refusal.wait = wait  # type: ignore[attr-defined]  # given to the class, it would go into the sentence too
    return refusal


def by_field(error: WrongValues) -> dict[str, list[str]]:
    """A flow's refusal as `{field: [message]}`."""
    if not hasattr(error, "error_dict"):
        return {api_settings.NON_FIELD_ERRORS_KEY: error.messages}
    messages = error.message_dict
    if NON_FIELD_ERRORS in messages:
        messages[api_settings.NON_FIELD_ERRORS_KEY] = messages.pop(NON_FIELD_ERRORS)
    return messages


def _told(conflict: Conflict, view: Any) -> dict[str, Any]:
    told = {"detail": str(conflict.detail), "code": conflict.code, **conflict.extra}
    if isinstance(conflict, StaleVersion):
        told["current"] = view.present(conflict.current.pk)
    return told
