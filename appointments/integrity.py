"""What always holds of appointments (product: What always holds)."""

from django.db.models import F

from appointments.models import Appointment
from core.integrity import Found, check, differing, unlike_history


@check
def scheduled_appointments_belong_to_their_customers_owner() -> Found:
    rows = Appointment.objects.scheduled().filter(deleted_at=None, customer__isnull=False)
    yield from differing(rows, "owner", F("customer__owner"))
    yield from differing(rows, "user", F("customer__owner"))


@check
def appointments_are_as_their_history_says() -> Found:
    yield from unlike_history(Appointment)
