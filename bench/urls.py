"""Every address of the product, and two that do nothing but know who asks."""

from django.urls import path

from bench.empty import EmptyAnswer, empty_page
from realty_crm import urls

handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    path("bench/empty/", empty_page),
    path("api/v1/bench/empty/", EmptyAnswer.as_view()),
    *urls.urlpatterns,
]
