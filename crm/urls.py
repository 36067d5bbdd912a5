"""Addresses of customers and of the contacts with them, under /customers/."""

from django.urls import path

from crm.views import board, customer_forms, customers, interactions, stages
from crm.views.customer_list import customer_list
from crm.views.export import customer_export

urlpatterns = [
    path("", customer_list, name="customer_list"),
    path("board/", board.pipeline, name="pipeline"),
    path("board/<int:pk>/", board.pipeline_move, name="pipeline_move"),
    path("export/", customer_export, name="customer_export"),
    path("new/", customer_forms.customer_new, name="customer_new"),
    path("twins/", customer_forms.customer_twins, name="customer_twins"),
    path("districts/", customer_forms.customer_districts, name="customer_districts"),
    path("<int:pk>/", customers.customer, name="customer"),
    path("<int:pk>/edit/", customer_forms.customer_edit, name="customer_edit"),
    path("<int:pk>/status/", customers.customer_status, name="customer_status"),
    path("<int:pk>/status/<int:version>/undo/", stages.customer_status_undo, name="customer_status_undo"),
    path("<int:pk>/delete/", customers.customer_delete, name="customer_delete"),
    path("<int:pk>/restore/", customers.customer_restore, name="customer_restore"),
    path("<int:pk>/history/", customers.customer_history, name="customer_history"),
    path("<int:pk>/interactions/", interactions.interaction_log, name="interaction_log"),
    path("interactions/<int:pk>/", interactions.interaction_edit, name="interaction_edit"),
    path("interactions/<int:pk>/delete/", interactions.interaction_delete, name="interaction_delete"),
]
