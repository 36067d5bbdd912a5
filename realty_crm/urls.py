"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from core.views.health import healthz, readyz
from crm import followup_urls, import_urls
from properties import urls as listings
from realty_crm.views import search, today

handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.failed"

urlpatterns = [
    path("", today, name="today"),
    path("search/", search, name="search"),
    path("", include("core.urls")),
    path("customers/", include("crm.urls")),
    path("customers/import/", include(import_urls)),
    path("customers/", include(followup_urls.of_customer)),
    path("customers/", include(listings.of_customer)),
    path("followups/", include(followup_urls)),
    path("properties/", include(listings.listing_patterns)),
    path("requests/", include(listings.request_patterns)),
    path("matches/", include(listings.match_patterns)),
    path("matches/", include("appointments.urls")),
    path("notifications/", include("notifications.urls")),
    path("api/", include("realty_crm.api_urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
