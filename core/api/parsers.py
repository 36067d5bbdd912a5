"""Reading a request's body: JSON in UTF-8, an object with nothing in it that a database cannot hold; or a form."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any, NoReturn

from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser

JSON = "application/json"


class StrictJSONParser(BaseParser):
    """JSON as its standard has it: no NaN; no NUL or lone surrogate in any text or key; one object.

    Numbers with a point are Decimal, so that neither money nor 1e400 passes through a float.
    """

    media_type = JSON

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        try:
            return _plain_object(_read(stream.read()))
        except RecursionError as error:  # nested deeper than any body of ours
            raise ParseError(_("جسم الطلب متداخل أكثر من المسموح.")) from error


class FileFormParser(MultiPartParser):
    """A form with a file in it, for the few addresses that take one; a form that cannot be read is a wrong body."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except SuspiciousOperation as error:  # more fields or files than any form of ours, or larger ones
            raise ParseError(_("نموذج الطلب أكبر من المسموح.")) from error


def _plain_object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise ParseError(_("جسم الطلب كائن JSON."))
    for field, value in body.items():
        if not _is_plain(field):
            raise ParseError(_unstorable())
        if not _holds_plain_text(value):
            raise ValidationError({field: [_unstorable()]})
    return body


def _read(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, ArithmeticError) as error:  # InvalidOperation: an exponent beyond Decimal's
        raise ParseError(_("جسم الطلب ليس JSON صحيحًا بترميز UTF-8.")) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _unstorable() -> str:
    return _("النص يحتوي على رموز غير صالحة.")


def _holds_plain_text(value: Any) -> bool:
    """Whether every text in the value, at any depth, can be stored."""
    if isinstance(value, str):
        return _is_plain(value)
    if isinstance(value, dict):
        return all(_is_plain(key) and _holds_plain_text(item) for key, item in value.items())
    return all(map(_holds_plain_text, value)) if isinstance(value, list) else True


def _is_plain(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return "\0" not in text
