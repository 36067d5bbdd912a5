"""Addresses of customers and of the contacts with them, under /customers/."""

from django.urls import path

from crm.views import bin as binned
from crm.views import customer_forms, customers, history, interactions, merges, privacy
from crm.views.customer_list import customer_list
from crm.views.export import customer_export

urlpatterns = [
    path("", customer_list, name="customer_list"),
    path("export/", customer_export, name="customer_export"),
    path("bin/", binned.customer_bin, name="customer_bin"),
    path("bin/restore/", binned.customer_bin_restore, name="customer_bin_restore"),
    path("erase/", privacy.customers_erase, name="customers_erase"),
    path("review/", privacy.customer_review, name="customer_review"),
    path("review/keep/", privacy.customer_review_keep, name="customer_review_keep"),
    path("new/", customer_forms.customer_new, name="customer_new"),
    path("twins/", customer_forms.customer_twins, name="customer_twins"),
    path("districts/", customer_forms.customer_districts, name="customer_districts"),
    path("duplicates/", merges.customer_duplicates, name="customer_duplicates"),
    path("<int:pk>/", customers.customer, name="customer"),
    path("<int:pk>/edit/", customer_forms.customer_edit, name="customer_edit"),
    path("<int:pk>/status/", customers.customer_status, name="customer_status"),
    path("<int:pk>/delete/", customers.customer_delete, name="customer_delete"),
    path("<int:pk>/restore/", customers.customer_restore, name="customer_restore"),
    path("<int:pk>/data/", privacy.customer_data, name="customer_data"),
    path("<int:pk>/erase/", privacy.customer_erase, name="customer_erase"),
    path("<int:pk>/history/", history.customer_history, name="customer_history"),
    path("<int:pk>/history/export/", history.customer_history_export, name="customer_history_export"),
    path("<int:pk>/put-back/", history.customer_put_back, name="customer_put_back"),
    path("<int:pk>/merge/", merges.customer_merge_with, name="customer_merge_with"),
    path("<int:pk>/merge/<int:other>/", merges.customer_merge, name="customer_merge"),
    path("<int:pk>/distinct/<int:other>/", merges.customer_distinct, name="customer_distinct"),
    path("<int:pk>/distinct/<int:other>/undo/", merges.customer_distinct_undo, name="customer_distinct_undo"),
    path("merges/<int:pk>/undo/", merges.merge_undo, name="merge_undo"),
    path("<int:pk>/interactions/", interactions.interaction_log, name="interaction_log"),
    path("interactions/<int:pk>/", interactions.interaction_edit, name="interaction_edit"),
    path("interactions/<int:pk>/delete/", interactions.interaction_delete, name="interaction_delete"),
]
