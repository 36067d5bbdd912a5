"""Appointments in the managers' door: so far to read; they are booked from a match."""

from django.contrib import admin

from appointments.models import Appointment
from core.admin.base import ReadOnlyAdmin
from core.admin.filters import PersonFilter
from core.admin.marks import moment_mark, status_mark


@admin.register(Appointment)
class AppointmentAdmin(ReadOnlyAdmin):
    list_display = ("title", "shown_type", "customer", "user", "starts", "shown_status")
    list_select_related = ("customer", "user")
    list_filter = ("status", "type", ("user", PersonFilter), "start_time")
    ordering = ("-start_time", "-id")

    @admin.display(description=Appointment._meta.get_field("type").verbose_name, ordering="type")
    def shown_type(self, appointment: Appointment) -> str:
        return appointment.get_type_display()

    @admin.display(description=Appointment._meta.get_field("start_time").verbose_name, ordering="start_time")
    def starts(self, appointment: Appointment) -> str | None:
        return moment_mark(appointment.start_time)

    @admin.display(description=Appointment._meta.get_field("status").verbose_name, ordering="status")
    def shown_status(self, appointment: Appointment) -> str:
        return status_mark(appointment.get_status_display(), appointment.tone())
