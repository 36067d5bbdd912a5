"""What happens to appointments when something happens to customers. Wired at the foot."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from appointments.models import Appointment
from core.bulk import in_steps
from core.models import User
from crm import signals as book
from crm.derived import HANGING
from crm.lazily import LazyCustomers
from crm.merging.rows import give_rows, return_rows
from crm.models import Merge
from crm.privacy.person import Person

BLANK = {"location": "", "notes": ""}


def hand_over(customers: LazyCustomers, taker: User, at: datetime, **_rest: Any) -> None:
    """What is still to come is the taker's to attend; what was held keeps who held it (product: flow 7)."""
    for ids in in_steps(customers.ids):
        rows = Appointment.objects.filter(customer__in=ids)
        rows.scheduled().update(user=taker)
        rows.update(owner=taker, updated_at=at)


def take_over_rows(merge: Merge, at: datetime, **_rest: Any) -> None:
    give_rows(Appointment, merge, at=at)


def give_rows_back(merge: Merge, at: datetime, **_rest: Any) -> None:
    return_rows(Appointment, merge, at=at)


def blank_words(person: Person, **_rest: Any) -> None:
    """What was typed of meeting an erased person; when, and of what kind, stays."""
    blank = {**BLANK, "title": _("محذوف")}
    rows = Appointment.objects.filter(customer__in=person.ids)
    rows.update(**blank)
    Appointment.history.filter(id__in=rows.values("pk")).update(**blank)


def tell_appointments(person: Person, **_rest: Any) -> dict[str, list[dict[str, Any]]]:
    """The appointments with a person, for its own copy of what is known of it."""
    columns = ("type", "title", "start_time", "end_time", "location", "status", "outcome", "notes", "created_at")
    rows = Appointment.objects.filter(customer__in=person.ids).order_by("start_time", "id")
    return {"appointments": list(rows.values(*columns))}


HANGING.append((Appointment, "customer"))
book.customers_moved.connect(hand_over)
book.customers_merged.connect(take_over_rows)
book.customers_unmerged.connect(give_rows_back)
book.customer_erased.connect(blank_words)
book.personal_data_sought.connect(tell_appointments)
