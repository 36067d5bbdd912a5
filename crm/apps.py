from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = _("العملاء")

    def ready(self) -> None:
        from crm import counts, handlers, reminders  # noqa: F401 (what follows from each event, and the clock's jobs)
        from crm.imports import housekeeping  # noqa: F401
