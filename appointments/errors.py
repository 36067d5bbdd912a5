"""What a calendar may refuse beyond core's conflicts."""

from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment
from core.dates import due
from core.errors import Conflict


class Overlap(Conflict):
    """The agent has another appointment at that time; `existing` is the first of them."""

    code = "overlap"
    detail = _("لديك موعد آخر في الوقت نفسه: %(title)s، %(when)s.")

    def __init__(self, existing: Appointment, at: object) -> None:
        told = {"title": existing.title, "when": due(existing.start_time, at)}  # type: ignore[arg-type]
        super().__init__(self.detail % told, existing={"id": existing.pk, "title": existing.title})
