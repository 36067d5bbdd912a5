from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = _("العملاء")

    def ready(self) -> None:
        # They answer searches, events and the clock.
        from crm import counts, finding, handlers, reminders  # noqa: F401
        from crm.imports import housekeeping  # noqa: F401
