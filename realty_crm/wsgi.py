"""The WSGI entry point: `realty_crm.wsgi` behind any WSGI server."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "realty_crm.settings")

_django = get_wsgi_application()
_CHARSET = re.compile(r""";\s*charset\s*=\s*("[^"]*"|[^;]*)""", re.IGNORECASE)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's application, for which every body and address is UTF-8, whatever charset a caller names.

    Django would decode by it, and codecs that are none for text (base64, idna) fail before any view is asked.
    """
    environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return _django(environ, start_response)
