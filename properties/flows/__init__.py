"""What one can do with listings, requests and matches. Every door calls these, and nothing else writes."""

from properties.flows.listings import add_property, delete_property, edit_property, restore_property
from properties.flows.matches import book_match, record_match, tell_match
from properties.flows.photos import add_photo, delete_photo, move_photo
from properties.flows.requests import add_request, delete_request, edit_request

__all__ = [
    "add_photo",
    "add_property",
    "add_request",
    "book_match",
    "delete_photo",
    "delete_property",
    "delete_request",
    "edit_property",
    "edit_request",
    "move_photo",
    "record_match",
    "restore_property",
    "tell_match",
]
