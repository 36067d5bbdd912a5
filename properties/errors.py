"""What listings and matches may refuse beyond core's conflicts."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class DuplicateMatch(Conflict):
    """The pair is recorded already; `existing` is its id."""

    code = "duplicate_match"
    detail = _("هذه المطابقة مسجّلة من قبل.")

    def __init__(self, existing: int) -> None:
        super().__init__(existing=existing)
