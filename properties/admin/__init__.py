"""Listings, requests and matches in the managers' door."""

from properties.admin import listings, matches, requests  # noqa: F401  (they register)
