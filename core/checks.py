"""System checks of what the product needs from its surroundings."""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def arabic_trigrams(
    app_configs: Iterable[AppConfig] | None, databases: Iterable[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """On PostgreSQL with LC_CTYPE C, trigrams of Arabic words are empty and every search finds nothing."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
            if not cursor.fetchone()[0]:
                continue  # before the first migration
            cursor.execute("SELECT show_trgm('محمد') <> '{}'")
            if not cursor.fetchone()[0]:
                hint = "Create the database with LC_CTYPE 'C.UTF-8'."
                errors.append(Error("This database has no trigrams of Arabic words.", hint=hint, id="core.E001"))
    return errors
