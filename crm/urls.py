"""Addresses of customers and of the contacts with them, under /customers/."""

from django.urls import path

from crm.views import batches, customer_forms, customers, history, interactions, many, merges, privacy, saved_views
from crm.views import bin as binned
from crm.views.customer_list import customer_list
from crm.views.export import customer_export, many_export

urlpatterns = [
    path("", customer_list, name="customer_list"),
    path("export/", customer_export, name="customer_export"),
    path("bin/", binned.customer_bin, name="customer_bin"),
    path("bin/restore/", binned.customer_bin_restore, name="customer_bin_restore"),
    path("erase/", privacy.customers_erase, name="customers_erase"),
    path("review/", privacy.customer_review, name="customer_review"),
    path("review/keep/", privacy.customer_review_keep, name="customer_review_keep"),
    path("many/export/", many_export, name="many_export"),
    path("many/status/form/", many.many_status_form, name="many_status_form"),
    path("many/status/", many.many_status, name="many_status"),
    path("many/tags/form/", many.many_tags_form, name="many_tags_form"),
    path("many/tags/", many.many_tags, name="many_tags"),
    path("many/followups/form/", many.many_followups_form, name="many_followups_form"),
    path("many/followups/", many.many_followups, name="many_followups"),
    path("many/owner/form/", many.many_owner_form, name="many_owner_form"),
    path("many/owner/", many.many_owner, name="many_owner"),
    path("many/delete/form/", many.many_delete_form, name="many_delete_form"),
    path("many/delete/", many.many_delete, name="many_delete"),
    path("batches/", batches.batch_list, name="batch_list"),
    path("batches/<int:pk>/undo/", batches.batch_undo, name="batch_undo"),
    path("views/new/", saved_views.saved_view_new, name="saved_view_new"),
    path("views/back/", saved_views.saved_view_back, name="saved_view_back"),
    path("views/<int:pk>/rename/", saved_views.saved_view_rename, name="saved_view_rename"),
    path("views/<int:pk>/forget/", saved_views.saved_view_forget, name="saved_view_forget"),
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
