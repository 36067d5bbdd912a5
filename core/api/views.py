"""What the API's views share: how a row is found, listed, shown, edited and answered with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import translate_validation
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core.access import visible_or_404
from core.api.idempotency import IdempotentPosts
from core.api.pagination import BookPagination, Page
from core.api.rows import Body, written
from core.api.versions import etag, version_seen
from core.filters import read_truth
from core.models import OwnedModel, User


class ApiView(IdempotentPosts, APIView):
    """A view of one address."""


class NoSuchAddress(APIView):
    """Any address of the API that is none: 401 for a stranger, else 404, in JSON."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(_("لا يوجد عنوان كهذا."))


class NoFacts(serializers.Serializer):
    """The body of an action that needs none."""


class DeletedRow(serializers.Serializer):
    """What is told of a deleted row, so that a client can drop its copy."""

    id = serializers.IntegerField()
    deleted_at = serializers.DateTimeField(source="gone_at")


class ListViewSet(IdempotentPosts, GenericViewSet):
    """Lists in the common envelope: `get_queryset` says which rows, `rows` what is read of each."""

    pagination_class = BookPagination  # type: ignore[assignment]
    row_class: ClassVar[Body]
    bodies: ClassVar[Mapping[str, Body]] = {}  # what each action takes
    answers: ClassVar[Mapping[str, Body]] = {}  # what each action answers with, where it is not the usual

    @property
    def user(self) -> User:
        return self.request.user  # type: ignore[return-value]

    def rows(self) -> QuerySet[Any]:
        """All rows with what one needs to be shown in a list."""
        return self.get_queryset()

    def list(self, request: Request, **_route: Any) -> HttpResponseBase:
        """The list; with `deleted=true`, what was deleted instead."""
        if _truth(request, "deleted"):
            return self.deleted()
        return self.listed(self.get_queryset(), self.rows(), self.row_class)

    def deleted(self) -> Response:
        """What was deleted of the list: nothing, where rows never are."""
        return self.listed(self.get_queryset().none(), self.rows(), self.row_class)

    def listed(self, keys: QuerySet[Any], rows: QuerySet[Any], shown_as: Body) -> Response:
        page = self.page_of(keys, rows)
        return page.answer(written(shown_as, page.rows, self.get_serializer_context()))

    def page_of(self, keys: QuerySet[Any], rows: QuerySet[Any]) -> Page:
        """The page asked for of the `keys` that pass the filters. ValidationError names a filter's wrong value."""
        filters = DjangoFilterBackend().get_filterset(self.request, keys, self)
        if not filters.is_valid():
            raise translate_validation(filters.errors)
        is_of_deleted = "gone_at" in keys.query.annotations
        page: Page = BookPagination().page(
            filters.qs,
            rows,
            self.request,
            filtered=bool(filters.asks) or is_of_deleted,
            counted=None if is_of_deleted else self.kept_count(filters.asks),
        )
        return page

    def kept_count(self, asked: Mapping[str, Any]) -> int | None:
        """How many rows these filters (name and value) leave, where that is kept; None where it must be counted."""
        return None

    def facts(self, *, partial: bool = False) -> dict[str, Any]:
        """The body, checked and cleaned as this action takes it. ValidationError by field."""
        body = self.bodies[self.action](data=self.request.data, partial=partial, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        facts: dict[str, Any] = body.validated_data
        return facts


class BookViewSet(ListViewSet):
    """Rows of an owned model: the caller's own, or every agent's for a manager."""

    model: ClassVar[type[OwnedModel]]
    answer_class: ClassVar[Body]  # one row, whole
    gone_at: ClassVar[Any] = F("deleted_at")
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Any]:
        return self.scope().live()

    def scope(self) -> Any:
        """The rows that this address and this caller are about, deleted ones too."""
        return self.model.objects.visible_to(self.user)

    def rows(self) -> QuerySet[Any]:
        return self.model.objects.all()

    def found(self, pk: str) -> int:
        """The id of a live row that the caller may see; Http404 with the model's noun."""
        return visible_or_404(self.model, self.user, pk).pk

    def one(self, pk: int | str) -> Any:
        """The live row, with what a whole answer needs; Http404 as above."""
        return visible_or_404(self.rows().live(), self.user, pk)  # type: ignore[attr-defined]

    def present(self, pk: int) -> Any:
        """One row as it is now, whole: what a writer that came late is told."""
        return self.answer(pk).data

    def deleted(self) -> Response:
        """`{id, deleted_at}` of each row that was deleted (since `updated_since`)."""
        gone = self.model.objects.annotate(gone_at=self.gone_at)
        keys = self.scope().annotate(gone_at=self.gone_at).filter(gone_at__isnull=False)
        return self.listed(keys, gone, DeletedRow)

    def retrieve(self, request: Request, pk: str) -> HttpResponseBase:
        return self.answer(pk)

    def partial_update(self, request: Request, pk: str) -> HttpResponseBase:
        row_id = self.found(pk)
        version = version_seen(request)
        facts = self.facts(partial=self.action == "partial_update")
        facts.pop("version", None)
        self.edit(row_id, version, facts, timezone.now())
        return self.answer(row_id)

    def destroy(self, request: Request, pk: str) -> HttpResponseBase:
        self.delete_row(self.found(pk), timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    def edit(self, pk: int, version: int, facts: dict[str, Any], at: datetime) -> None:
        """Call the flow that edits the row."""
        raise NotImplementedError

    def delete_row(self, pk: int, at: datetime) -> None:
        """Call the flow that deletes the row."""
        raise NotImplementedError

    def answer(self, pk: int | str) -> Response:
        """The row, whole, as it is now, with its version as ETag."""
        return self.shown(self.one(pk), status.HTTP_200_OK)

    def created(self, row: Any) -> Response:
        """The answer to having created `row`."""
        return self.shown(row, status.HTTP_201_CREATED)

    def shown(self, row: Any, status_code: int) -> Response:
        [shown] = written(self.answer_class, [row], self.get_serializer_context())
        return Response(shown, status=status_code, headers={"ETag": etag(row.version)})


def _truth(request: Request, name: str) -> bool:
    word = request.query_params.get(name, "")
    try:
        return read_truth(word) if word else False
    except ValueError as error:
        raise ValidationError({name: [str(error)]}) from error
