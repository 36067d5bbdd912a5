from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = _("العملاء")

    def ready(self) -> None:
        from crm import finding, handlers, reminders  # noqa: F401 (answer searches, events and the clock)
