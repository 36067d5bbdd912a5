"""Which version of a row an edit has seen (api: Concurrency and retries)."""

import re
from typing import Any, cast

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from core.api.errors import VersionRequired

_ETAG = re.compile(r'(?:W/)?"?([0-9]{1,19})"?')


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
    if not header:
        return None
    match = _ETAG.fullmatch(header)
    if not match:
        raise ValidationError({"If-Match": [_('أرسل رقم النسخة، مثال: "7".')]})
    return int(match[1])


def _in_body(request: Request) -> int | None:
    version: Any = cast(dict[str, Any], request.data).get("version")  # our parser takes objects alone
    if version is None:
        return None
    if isinstance(version, str) and re.fullmatch("[0-9]{1,19}", version):
        return int(version)
    if isinstance(version, bool) or not isinstance(version, int) or not 0 < version < 2**63:
        raise ValidationError({"version": [_("رقم النسخة عدد صحيح، مثال: 7.")]})
    return version
