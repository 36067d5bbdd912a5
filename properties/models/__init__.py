"""Listings, what customers look for, and which of the two fit."""

from properties.models.match import PropertyMatch, PropertyMatchQuerySet
from properties.models.photo import PropertyPhoto
from properties.models.property import Property, PropertyQuerySet
from properties.models.request import PropertyRequest, PropertyRequestQuerySet

__all__ = [
    "Property",
    "PropertyMatch",
    "PropertyMatchQuerySet",
    "PropertyPhoto",
    "PropertyQuerySet",
    "PropertyRequest",
    "PropertyRequestQuerySet",
]
