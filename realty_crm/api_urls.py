"""Every address of the API, and of its description."""

from threading import Lock
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SCHEMA_KWARGS, SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from appointments.api import MatchAppointment
from core.api.account import LogoutView, MeView, TokenView
from core.api.views import NoSuchAddress
from crm.api.customers import CustomerFollowups, CustomerHistory, CustomerInteractions
from crm.api.export import CustomerExport
from crm.api.followups import FollowupViewSet
from crm.api.imports import CustomerImport, ImportViewSet
from crm.api.interactions import InteractionViewSet
from notifications.api import NotificationViewSet
from properties.api.views import (
    MatchViewSet,
    PropertyMatches,
    PropertyPhotos,
    PropertyPhotoView,
    PropertyViewSet,
    RequestMatches,
    RequestViewSet,
)
from realty_crm.api import CustomerViewSet, DashboardView

router = SimpleRouter()
router.register("customers", CustomerViewSet, basename="customer")
router.register("interactions", InteractionViewSet, basename="interaction")
router.register("followups", FollowupViewSet, basename="followup")
router.register("imports", ImportViewSet, basename="import")
router.register("properties", PropertyViewSet, basename="property")
router.register("requests", RequestViewSet, basename="request")
router.register("matches", MatchViewSet, basename="match")
router.register("notifications", NotificationViewSet, basename="notification")

LIST: dict[str, Any] = {"get": "list"}
LIST_AND_ADD: dict[str, Any] = {"get": "list", "post": "create"}
of_customer = [
    path("interactions/", CustomerInteractions.as_view(LIST_AND_ADD), name="customer-interactions"),
    path("followups/", CustomerFollowups.as_view(LIST_AND_ADD), name="customer-followups"),
    path("history/", CustomerHistory.as_view(LIST), name="customer-history"),
]
of_property = [
    path("photos/", PropertyPhotos.as_view({"post": "create"}), name="property-photos"),
    path(
        "photos/<str:photo_pk>/",
        PropertyPhotoView.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="property-photo",
    ),
    path("matches/", PropertyMatches.as_view(LIST), name="property-matches"),
]

v1 = [
    path("auth/token/", TokenView.as_view(), name="token"),
    path("auth/logout/", LogoutView.as_view(), name="logout"),
    path("me/", MeView.as_view(), name="me"),
    path("dashboard/", DashboardView.as_view(), name="dashboard"),
    path("customers/export/", CustomerExport.as_view(), name="customer-export"),
    path("customers/import/", CustomerImport.as_view(), name="customer-import"),
    path("customers/<str:customer_pk>/", include(of_customer)),
    path("properties/<str:property_pk>/", include(of_property)),
    path("requests/<str:request_pk>/matches/", RequestMatches.as_view(LIST), name="request-matches"),
    path("matches/<str:match_pk>/appointment/", MatchAppointment.as_view(), name="match-appointment"),
    *router.urls,
    re_path("^.*/$", NoSuchAddress.as_view(schema=None), name="no-such-address"),
]

# Swagger's own page sets styles on its elements; its script comes from a file of its own (SplitView).
docs_policy = csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["data:"]})
docs = docs_policy(SpectacularSwaggerSplitView.as_view(url_name="api:schema"))


class SchemaView(SpectacularAPIView):
    """The description, made for one caller at a time: drf-spectacular loads its extensions at the first call, and
    calls that come meanwhile find them half loaded.
    """

    _turn = Lock()

    @extend_schema(**SCHEMA_KWARGS)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with self._turn:
            return super().get(request, *args, **kwargs)


app_name = "api"
urlpatterns = [
    path("v1/", include(v1)),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", login_required(docs), name="docs"),
]
