"""Which version of a row an edit has seen (api: Concurrency and retries)."""

import re
from typing import Any, cast

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from core.access import BIGGEST_ID
from core.api.errors import VersionRequired

_ETAG = re.compile(r'(?:W/)?"?([0-9]+)"?')


def etag(version: int) -> str:
    return f'"{version}"'


def version_seen(request: Request) -> int:
    """The version in the body or in `If-Match: "7"`. VersionRequired when in neither; ValidationError for nonsense."""
    seen = {_in_header(request), _in_body(request)} - {None}
    if not seen:
        raise VersionRequired
    if len(seen) > 1:
        raise ValidationError({"version": [_("رقم النسخة يخالف الترويسة If-Match.")]})
    return int(seen.pop())  # type: ignore[arg-type]


def _in_header(request: Request) -> int | None:
    header = request.headers.get("If-Match", "").strip()
    tag = _ETAG.fullmatch(header)
    return _read(tag[1] if tag else header, "If-Match", _('أرسل رقم النسخة، مثال: "7".')) if header else None


def _in_body(request: Request) -> int | None:
    version: Any = cast(dict[str, Any], request.data).get("version")  # our parser takes objects alone
    return None if version is None else _read(version, "version", _("رقم النسخة عدد صحيح، مثال: 7."))


def _read(version: Any, where: str, otherwise: str) -> int:
    """A row's version: from 1 on, wherever it was named. ValidationError says `otherwise` there."""
    is_whole = isinstance(version, int | str) and not isinstance(version, bool)
    if not is_whole or not re.fullmatch("[0-9]{1,19}", str(version)) or not 0 < int(version) <= BIGGEST_ID:
        raise ValidationError({where: [otherwise]})
    return int(version)
