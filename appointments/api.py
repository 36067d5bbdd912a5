"""Appointments through the API: so far, the viewing booked of a match (api: matches)."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from appointments.flows import book_viewing
from appointments.models import LONGEST_PLACE, LONGEST_TITLE, Appointment
from core.access import visible_or_404
from core.api.fields import TextField, TimeField, TruthField
from core.api.rows import written
from core.api.versions import etag
from core.api.views import ApiView
from core.login import the_user
from core.text import clean_line
from properties.models import PropertyMatch


class AppointmentRow(serializers.ModelSerializer):
    class Meta:
        model = Appointment
        fields = (
            *("id", "user", "customer", "property", "match", "title", "type", "start_time", "end_time", "location"),
            *("status", "outcome", "notes", "created_at", "updated_at", "version", "owner"),
        )
        read_only_fields = fields
        extra_kwargs = {"outcome": {"allow_blank": True}}


class ViewingFacts(serializers.Serializer):
    start_time = TimeField()
    end_time = TimeField(required=False, allow_null=True)
    title = TextField(clean=clean_line, required=False, max_length=LONGEST_TITLE)
    location = TextField(clean=clean_line, required=False, max_length=LONGEST_PLACE)
    allow_overlap = TruthField(required=False)


class MatchAppointment(ApiView):
    """The viewing of a match."""

    @extend_schema(request=ViewingFacts, responses={201: AppointmentRow})
    def post(self, request: Request, match_pk: str) -> HttpResponseBase:
        """Books it, for an hour unless `end_time` says otherwise; the match becomes `viewing_booked`."""
        by = the_user(request)
        match: PropertyMatch = visible_or_404(PropertyMatch, by, match_pk)
        body = ViewingFacts(data=request.data)
        body.is_valid(raise_exception=True)
        appointment = book_viewing(by=by, at=timezone.now(), match_id=match.pk, **body.validated_data)
        [shown] = written(AppointmentRow, [appointment], {})
        headers = {"ETag": etag(appointment.version)}
        return Response(shown, status=status.HTTP_201_CREATED, headers=headers)
