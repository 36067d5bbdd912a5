"""Bringing customers in through the API (api: customers/import, imports)."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from core.access import visible_or_404
from core.api.fields import CodeField, OwnerField
from core.api.parsers import FileFormParser
from core.api.views import ApiView, ListViewSet, NoFacts
from core.exports import EXPORT_FORMATS, export_response
from core.filters import (
    BookFilter,
    CodesFilter,
    NewestFirst,
    OwnerFilter,
    SinceFilter,
    TruthFilter,
    read_truth,
    start_of,
)
from crm.flows import import_file, revert_import
from crm.imports.outcome import ONLY_ERRORS, outcome_file
from crm.models import Import, ImportRow

MOST_ERRORS = 1000  # told in an answer; the outcome file has all
STATUSES = [choice for choice in Import.Status.choices if choice[0] != Import.Status.DRAFT]


class TooLarge(APIException):
    """A file beyond UPLOAD_MOST_BYTES."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self) -> None:
        super().__init__(_("حجم الملف أكبر من %(most)s ميغابايت.") % {"most": settings.UPLOAD_MOST_BYTES // 1_000_000})


class TypedTruth(serializers.BooleanField):
    """A truth as a form writes it: true, false, 1 or 0."""

    def to_internal_value(self, data: Any) -> bool:
        try:
            return read_truth(str(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid") from error


class ImportFacts(serializers.Serializer):
    """The file and how to take it. An agent's `owner` is ignored (api: Access)."""

    file = serializers.FileField(allow_empty_file=True)
    dry_run = TypedTruth(default=False)
    skip_invalid = TypedTruth(default=False)
    on_duplicate = CodeField(Import.OnDuplicate.choices, default=Import.OnDuplicate.FILL)
    owner = OwnerField(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request and not getattr(request.user, "is_manager", True):  # True: nobody, when the schema is made
            del fields["owner"]
        return fields

    def validate_file(self, file: Any) -> Any:
        if file.size > settings.UPLOAD_MOST_BYTES:
            raise TooLarge
        return file

    def to_internal_value(self, data: Any) -> Any:
        """A form cannot leave a field out: one that it sends empty says nothing."""
        given = {name: data[name] for name in self.fields if name in data and data[name] != ""}
        return super().to_internal_value(given)


class RowError(serializers.Serializer):
    """What is wrong in a row, at a field; "" for the whole row."""

    def get_fields(self) -> dict[str, Any]:  # `field` is a method's name in a serializer's eyes
        return {
            "row": serializers.IntegerField(),
            "field": serializers.CharField(allow_blank=True),
            "message": serializers.CharField(),
        }


class ImportSummary(serializers.ModelSerializer):
    """An import in a list."""

    needs_request = True
    status = serializers.ChoiceField(STATUSES)
    outcome_url = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields: tuple[str, ...] = (
            *("id", "status", "file_name", "format", "owner", "on_duplicate", "skip_invalid", "dry_run"),
            *("total", "processed", "created", "updated", "skipped", "failed", "problem"),
            *("created_at", "finished_at", "reverted_at", "outcome_url"),
        )
        read_only_fields = fields

    def get_outcome_url(self, run: Import) -> str:
        return reverse("api:import-outcome", args=[run.pk], request=self.context["request"])


class ImportAnswer(ImportSummary):
    """One import, with what was wrong in its first rows (the outcome file has all)."""

    errors = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta(ImportSummary.Meta):
        fields = (*ImportSummary.Meta.fields, "errors")
        read_only_fields = fields

    @extend_schema_field(RowError(many=True))
    def get_errors(self, run: Import) -> list[dict[str, Any]]:
        rows = run.rows.filter(outcome=ImportRow.Outcome.ERROR).order_by("number").values_list("number", "problems")
        told = [
            {"row": number, "field": problem["field"], "message": problem["message"]}
            for number, problems in rows[:MOST_ERRORS]
            for problem in problems
        ]
        return told[:MOST_ERRORS]


class Outcome(ImportAnswer):
    """What a short file came to."""

    class Meta(ImportAnswer.Meta):
        fields = ("id", "total", "created", "updated", "skipped", "errors", "outcome_url")
        read_only_fields = fields


class Queued(serializers.Serializer):
    """A long file is brought in by and by: where to see how far it is."""

    id = serializers.IntegerField()
    status_url = serializers.URLField()


class CustomerImport(ApiView):
    """A file of customers: CSV, XLSX or a phone book (vcf), its columns known by their headers."""

    parser_classes = [FileFormParser]

    @extend_schema(request={"multipart/form-data": ImportFacts}, responses={200: Outcome, 202: Queued})
    def post(self, request: Request) -> HttpResponseBase:
        """Brings the rows in, or with `dry_run` only looks. Any error: nothing is written, unless `skip_invalid`."""
        context = {"request": request}
        body = ImportFacts(data=request.data, context=context)
        body.is_valid(raise_exception=True)
        facts: dict[str, Any] = dict(body.validated_data)
        file = facts.pop("file")
        by: Any = request.user
        run = import_file(by=by, at=timezone.now(), file_name=file.name, content=file, **facts)
        if not run.is_under_way:
            return Response(Outcome(run, context=context).data)
        status_url = reverse("api:import-detail", args=[run.pk], request=request)
        return Response(Queued({"id": run.pk, "status_url": status_url}).data, status=status.HTTP_202_ACCEPTED)


class ChangedFilter(SinceFilter):
    """An import changes when it comes, begins, ends and is taken back."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return qs
        moments = ("created_at", "started_at", "finished_at", "reverted_at")
        return qs.filter(Q(*((f"{name}__gte", start_of(value)) for name in moments), _connector=Q.OR))


class ImportFilter(BookFilter):
    status = CodesFilter(choices=STATUSES)
    dry_run = TruthFilter()
    owner = OwnerFilter(field_name="user")
    updated_since = ChangedFilter()
    ordering = NewestFirst("created_at")

    class Meta:
        model = Import
        fields: list[str] = []


_FILE = {(200, content_type.partition(";")[0]): OpenApiTypes.BINARY for content_type in EXPORT_FORMATS.values()}
_ASKED = [
    OpenApiParameter("format", enum=[*EXPORT_FORMATS, "excel"], default="csv"),
    OpenApiParameter("only", enum=[ONLY_ERRORS], description="الصفوف التي فيها أخطاء وحدها"),
]


class ImportViewSet(ListViewSet):
    """The imports that the caller has run; every agent's for a manager. A draft of the pages is none yet."""

    queryset = Import.objects.none()
    row_class = ImportSummary
    answer_class = ImportAnswer
    filterset_class = ImportFilter
    bodies = {"revert": NoFacts}
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> Any:
        return Import.objects.visible_to(self.user).exclude(status=Import.Status.DRAFT)

    def found(self, pk: str) -> Import:
        run: Any = visible_or_404(self.get_queryset(), self.user, pk)
        return run

    def answer(self, pk: str) -> Response:
        return Response(ImportAnswer(self.found(pk), context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> HttpResponseBase:
        return self.answer(pk)

    @extend_schema(parameters=_ASKED, responses=_FILE)
    @action(detail=True)
    def outcome(self, request: Request, pk: str) -> HttpResponseBase:
        """Each row of the file with what became of it and why, as one file."""
        run, asked = self.found(pk), request.query_params
        return export_response(outcome_file(run, format=asked.get("format") or "csv", only=asked.get("only", "")))

    @action(detail=True, methods=["post"])
    def revert(self, request: Request, pk: str) -> HttpResponseBase:
        """Takes all of it back, updates too; a large one is `queued` first. 409 `changed_since` if a row changed."""
        run = self.found(pk)
        self.facts()
        revert_import(by=self.user, at=timezone.now(), import_id=run.pk)
        return self.answer(pk)
