from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = _("العملاء")

    def ready(self) -> None:
        from crm import handlers, reminders  # noqa: F401 (connect what follows from each event, and the clock's jobs)
        from crm.imports import housekeeping  # noqa: F401
