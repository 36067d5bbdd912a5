"""Addresses of listings, requests and matches."""

from django.urls import path

from properties.views import imports, listing_forms, listings, matches, photos, requests

listing_patterns = [
    path("", listings.property_list, name="property_list"),
    path("export/", listings.property_export, name="property_export"),
    path("import/", imports.property_import, name="property_import"),
    path("new/", listing_forms.property_new, name="property_new"),
    path("<int:pk>/", listings.property_page, name="property"),
    path("<int:pk>/edit/", listing_forms.property_edit, name="property_edit"),
    path("<int:pk>/share/", listings.property_share, name="property_share"),
    path("<int:pk>/status/", listings.property_status, name="property_status"),
    path("<int:pk>/delete/", listings.property_delete, name="property_delete"),
    path("<int:pk>/restore/", listings.property_restore, name="property_restore"),
    path("<int:pk>/photos/", photos.property_photos, name="property_photos"),
    path("<int:pk>/photos/<int:photo_pk>/", photos.property_photo, name="property_photo"),
    path("<int:pk>/photos/<int:photo_pk>/move/", photos.property_photo_move, name="property_photo_move"),
    path("<int:pk>/photos/<int:photo_pk>/delete/", photos.property_photo_delete, name="property_photo_delete"),
]
request_patterns = [
    path("", requests.request_list, name="request_list"),
    path("<int:pk>/", requests.request_page, name="request"),
    path("<int:pk>/edit/", requests.request_edit, name="request_edit"),
    path("<int:pk>/delete/", requests.request_delete, name="request_delete"),
]
of_customer = [
    path("<int:pk>/requests/", requests.customer_requests, name="customer_requests"),
    path("<int:pk>/requests/new/", requests.request_new, name="request_new"),
]
match_patterns = [
    path("", matches.match_list, name="match_list"),
    path("<int:pk>/tell/", matches.match_tell, name="match_tell"),
    path("<int:pk>/reject/", matches.match_reject, name="match_reject"),
]
