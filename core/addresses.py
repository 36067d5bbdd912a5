"""Addresses of rows: a page's pattern is resolved once, not for each row of a list."""

from functools import lru_cache

from django.urls import reverse


def row_address(page: str, pk: int) -> str:
    """The address of the page of this name for the row with this id."""
    return _pattern(page).format(pk)


@lru_cache
def _pattern(page: str) -> str:
    return reverse(page, args=[0]).replace("/0/", "/{}/")
