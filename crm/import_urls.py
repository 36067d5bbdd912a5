"""Pages of bringing a file of customers in, under /customers/import/."""

from django.urls import URLPattern, URLResolver, path

from crm.views import import_files, import_mapping, imports

urlpatterns: list[URLPattern | URLResolver] = [
    path("", import_files.import_list, name="import_list"),
    path("new/", import_files.import_new, name="import_new"),
    path("example/", import_files.import_example, name="import_example"),
    path("templates/<int:pk>/forget/", import_mapping.import_template_forget, name="import_template_forget"),
    path("<int:pk>/", imports.import_page, name="import"),
    path("<int:pk>/map/", import_mapping.import_map, name="import_map"),
    path("<int:pk>/correct/", imports.import_correct, name="import_correct"),
    path("<int:pk>/run/", imports.import_run, name="import_run"),
    path("<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("<int:pk>/calls/", imports.import_calls, name="import_calls"),
    path("<int:pk>/revert/", imports.import_revert, name="import_revert"),
    path("<int:pk>/outcome/", imports.import_outcome, name="import_outcome"),
]
