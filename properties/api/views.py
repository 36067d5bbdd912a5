"""Listings, requests and matches through the API."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import is_id, visible_or_404
from core.api.pagination import BookPagination
from core.api.parsers import FileFormParser, StrictJSONParser
from core.api.rows import written
from core.api.views import BookViewSet, ListViewSet
from core.dates import local_date
from properties.api.rows import (
    EditedProperty,
    EditedRequest,
    FoundMatch,
    MatchFacts,
    MatchRow,
    MovedPhoto,
    NewPhoto,
    NewRequest,
    PhotoRow,
    PropertyFacts,
    PropertyRow,
    RequestRow,
    ToldMatch,
)
from properties.filters import MatchFilter, PropertyFilter, RequestFilter
from properties.flows import (
    add_photo,
    add_property,
    add_request,
    delete_photo,
    delete_property,
    delete_request,
    edit_property,
    edit_request,
    move_photo,
    record_match,
    tell_match,
)
from properties.matching.finding import Pair, matches_of_property, matches_of_request
from properties.models import Property, PropertyMatch, PropertyPhoto, PropertyRequest
from properties.photo_files import get_photo, picture_response


class FullUpdate:
    """PUT: as PATCH, with the required fields required."""

    def update(self, request: Request, pk: str) -> HttpResponseBase:
        answer: HttpResponseBase = self.partial_update(request, pk)  # type: ignore[attr-defined]
        return answer


class PropertyViewSet(FullUpdate, BookViewSet):
    model = Property
    queryset = Property.objects.none()
    row_class = answer_class = PropertyRow
    filterset_class = PropertyFilter
    bodies = {"create": PropertyFacts, "partial_update": EditedProperty, "update": EditedProperty}

    def rows(self) -> QuerySet[Any]:
        return Property.objects.prefetch_related("photos")

    def create(self, request: Request) -> HttpResponseBase:
        listing = add_property(by=self.user, at=timezone.now(), **_told(self.facts()))
        return self.created(listing)

    def edit(self, pk: int, version: int, facts: dict[str, Any], at: datetime) -> None:
        edit_property(by=self.user, at=at, property_id=pk, version=version, **_told(facts))

    def delete_row(self, pk: int, at: datetime) -> None:
        delete_property(by=self.user, at=at, property_id=pk)


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    about = {"owner": facts.pop("owner")} if "owner" in facts else {}
    return {"facts": facts, **about}


class OfProperty:
    """What stands under `properties/{property_pk}/`: 404 when that listing is another's, or deleted."""

    kwargs: dict[str, Any]

    @property
    def listing(self) -> Property:
        user = self.user  # type: ignore[attr-defined]
        listing: Property = visible_or_404(Property, user, self.kwargs["property_pk"])
        return listing


class PropertyPhotos(OfProperty, ListViewSet):
    """The pictures of a listing, in their order."""

    queryset = PropertyPhoto.objects.none()
    row_class = PhotoRow
    filterset_class = None
    bodies = {"create": NewPhoto, "partial_update": MovedPhoto}
    parser_classes = [FileFormParser]

    def create(self, request: Request, **_route: Any) -> HttpResponseBase:
        """A picture (JPEG, PNG or WebP), kept resized and without what cameras write into it. It comes last."""
        listing = self.listing
        photo = add_photo(by=self.user, at=timezone.now(), property_id=listing.pk, upload=self.facts()["file"])
        return self._shown(photo, status.HTTP_201_CREATED)

    def _shown(self, photo: PropertyPhoto, status_code: int) -> Response:
        [shown] = written(PhotoRow, [photo], self.get_serializer_context())
        return Response(shown, status=status_code)


class PropertyPhotoView(PropertyPhotos):
    """One picture of a listing."""

    parser_classes = [StrictJSONParser]

    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def retrieve(self, request: Request, photo_pk: str, **_route: Any) -> HttpResponseBase:
        """The picture itself; `?size=small` its thumbnail."""
        photo = get_photo(self.listing, photo_pk)
        return picture_response(photo, is_small=request.query_params.get("size") == "small")

    def partial_update(self, request: Request, photo_pk: str, **_route: Any) -> HttpResponseBase:
        """Puts it at `position`, from 0; the others close up around it."""
        listing, position = self.listing, self.facts()["position"]
        moved = {"property_id": listing.pk, "photo_id": _photo_id(photo_pk), "position": position}
        return self._shown(move_photo(by=self.user, at=timezone.now(), **moved), status.HTTP_200_OK)

    def destroy(self, request: Request, photo_pk: str, **_route: Any) -> HttpResponseBase:
        delete_photo(by=self.user, at=timezone.now(), property_id=self.listing.pk, photo_id=_photo_id(photo_pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _photo_id(pk: str) -> int:
    return int(pk) if is_id(pk) else 0


class FoundMatches(ListViewSet):
    """Pairs found now, best first."""

    queryset = PropertyMatch.objects.none()
    row_class = FoundMatch
    filterset_class = None

    def pairs(self) -> Sequence[Pair]:
        raise NotImplementedError

    def list(self, request: Request, **_route: Any) -> HttpResponseBase:
        page = BookPagination().page_of_list(self.pairs(), request)
        known = _statuses(page.rows)
        return page.answer([_found(pair, known) for pair in page.rows])


def _statuses(pairs: Sequence[Pair]) -> dict[tuple[int, int], str]:
    """The status of each of these pairs that is recorded."""
    recorded = PropertyMatch.objects.filter(
        property__in={pair.listing.id for pair in pairs}, request__in={pair.wish.id for pair in pairs}
    )
    return {(listing, wish): state for listing, wish, state in recorded.values_list("property", "request", "status")}


def _found(pair: Pair, known: dict[tuple[int, int], str]) -> dict[str, Any]:
    return {
        "property": pair.listing.id,
        "request": pair.wish.id,
        "match_score": pair.points,
        "reasons": pair.score.reasons,
        "status": known.get((pair.listing.id, pair.wish.id)),
    }


class PropertyMatches(OfProperty, FoundMatches):
    """The requests that a listing fits now."""

    def pairs(self) -> Sequence[Pair]:
        return matches_of_property(self.listing, local_date(timezone.now()))


class RequestViewSet(FullUpdate, BookViewSet):
    model = PropertyRequest
    queryset = PropertyRequest.objects.none()
    row_class = answer_class = RequestRow
    filterset_class = RequestFilter
    gone_at = Coalesce("deleted_at", "customer__deleted_at")
    bodies = {"create": NewRequest, "partial_update": EditedRequest, "update": EditedRequest}

    def create(self, request: Request) -> HttpResponseBase:
        facts = self.facts()
        customer_id = facts.pop("customer")
        return self.created(add_request(by=self.user, at=timezone.now(), customer_id=customer_id, facts=facts))

    def edit(self, pk: int, version: int, facts: dict[str, Any], at: datetime) -> None:
        edit_request(by=self.user, at=at, request_id=pk, version=version, facts=facts)

    def delete_row(self, pk: int, at: datetime) -> None:
        delete_request(by=self.user, at=at, request_id=pk)


class RequestMatches(FoundMatches):
    """The properties that fit a request now."""

    def pairs(self) -> Sequence[Pair]:
        wish: PropertyRequest = visible_or_404(PropertyRequest, self.user, self.kwargs["request_pk"])
        return matches_of_request(wish, local_date(timezone.now()))


class MatchViewSet(BookViewSet):
    """Pairs that were found, or recorded by hand."""

    model = PropertyMatch
    queryset = PropertyMatch.objects.none()
    row_class = answer_class = MatchRow
    filterset_class = MatchFilter
    gone_at = Coalesce("deleted_at", "property__deleted_at", "request__deleted_at", "request__customer__deleted_at")
    bodies = {"create": MatchFacts, "partial_update": ToldMatch}
    http_method_names = ["get", "head", "options", "post", "patch"]  # a pair is refused, not deleted

    def rows(self) -> QuerySet[Any]:
        return PropertyMatch.objects.select_related("property", "request")

    def create(self, request: Request) -> HttpResponseBase:
        facts = self.facts()
        pair = {"property_id": facts["property"], "request_id": facts["request"]}
        match = record_match(by=self.user, at=timezone.now(), match_score=facts.get("match_score"), **pair)
        return self.created(match)

    def edit(self, pk: int, version: int, facts: dict[str, Any], at: datetime) -> None:
        if "status" not in facts:
            raise ValidationError({"status": [_("هذا الحقل مطلوب.")]})
        tell_match(by=self.user, at=at, match_id=pk, version=version, **facts)
