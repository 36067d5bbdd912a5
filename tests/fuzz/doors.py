"""Every address of the product, read from its address modules."""

import re
from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

_GAP = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)")


def routes(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Each route with `{}` for every part that varies: `/customers/{}/edit/`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + _GAP.sub("{}", str(pattern.pattern)).lstrip("^").replace("\\Z", "").rstrip("$").replace(
            "\\", ""
        )
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, here)
        else:
            yield here


def fixed() -> list[str]:
    """Addresses without a part that varies."""
    return sorted({route for route in routes() if "{}" not in route})


def varying() -> list[str]:
    return sorted({route for route in routes() if "{}" in route and "(" not in route})
