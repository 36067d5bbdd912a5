"""Every address of the product, as the URL configuration has it, filled with real ids.

An address whose parameter nobody has said how to fill is an error: a new route cannot escape the walk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver

PARAMETER = re.compile(r"<[^>]+>|\(\?P<[^>]+>[^)]*\)")
OPEN = {
    *("login", "password_reset", "password_reset_done", "password_reset_complete", "password_reset_confirm"),
    *("healthz", "readyz", "api:token", "logout"),
}
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
ADMIN_METHODS = ("get", "post")  # one wrapper stands before all of its views, whatever the method
NOBODYS = 987_654_321


@dataclass(frozen=True)
class Route:
    """A pattern of the URL configuration; `name` with its namespaces."""

    pattern: str
    name: str

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.pattern)

    @property
    def is_open(self) -> bool:
        return self.name in OPEN

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/") and self.name != "api:docs"

    @property
    def is_admin(self) -> bool:
        return self.pattern.startswith("admin/")

    @property
    def methods(self) -> tuple[str, ...]:
        return ADMIN_METHODS if self.is_admin else METHODS

    @property
    def subject(self) -> str:
        """Whose id its parameter is: a key of the cast's rows. LookupError when nobody has said."""
        if self.is_admin:
            named = [part for part in self.pattern.split("/")[1:3] if part.isidentifier()]
            return named[-1] if named else "app"
        if self.pattern.endswith(("restore/", "restore/$")):
            return "deleted_property" if "properties/" in self.pattern else "deleted_customer"
        for start, subject in SUBJECTS:
            if re.sub(r"[\^]", "", self.pattern).startswith(start):
                return subject
        raise LookupError(f"{self.name} ({self.pattern}): say in tests/access/routes.py what its parameter is")

    def address(self, value: Any) -> str:
        """The address with `value` for its parameters."""
        filled = PARAMETER.sub(str(value), self.pattern).replace("^.*/$", "nowhere/")
        return "/" + re.sub(r"[\^$]", "", filled)


SUBJECTS = [
    ("customers/interactions/", "interaction"),
    ("customers/merges/", "merge"),
    ("customers/import/templates/", "import_template"),
    ("customers/import/", "import"),
    ("customers/batches/", "batch"),
    ("customers/views/", "saved_view"),
    ("customers/", "customer"),
    ("followups/", "followup"),
    ("properties/", "property"),
    ("requests/", "request"),
    ("matches/", "match"),
    ("notifications/", "notification"),
    ("account/tokens/", "token"),
    ("password/reset/", "reset_link"),
    ("api/v1/customers/", "customer"),
    ("api/v1/imports/", "import"),
    ("api/v1/interactions/", "interaction"),
    ("api/v1/followups/", "followup"),
    ("api/v1/properties/", "property"),
    ("api/v1/requests/", "request"),
    ("api/v1/matches/", "match"),
    ("api/v1/notifications/", "notification"),
]


def _walk(resolver: Any, before: str = "", names: tuple[str, ...] = ()) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern, (*names, *filter(None, [entry.namespace])))
        else:
            yield Route(pattern, ":".join([*names, entry.name or ""]))


ROUTES = sorted(set(_walk(get_resolver())), key=lambda route: route.pattern)
