"""Pages of follow-ups: the list and each one, and, below a customer's address, a new one."""

from django.urls import URLPattern, URLResolver, path

from crm.views import followup_list, followups

urlpatterns: list[URLPattern | URLResolver] = [
    path("", followup_list.followup_list, name="followup_list"),
    path("<int:pk>/", followups.followup_edit, name="followup_edit"),
    path("<int:pk>/complete/", followups.followup_complete, name="followup_complete"),
    path("<int:pk>/snooze/", followups.followup_snooze, name="followup_snooze"),
    path("<int:pk>/cancel/", followups.followup_cancel, name="followup_cancel"),
]
of_customer: list[URLPattern | URLResolver] = [
    path("<int:customer_id>/followups/new/", followups.followup_new, name="followup_new"),
]
