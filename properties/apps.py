from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PropertiesConfig(AppConfig):
    name = "properties"
    verbose_name = _("العقارات والطلبات")

    def ready(self) -> None:
        # They answer searches and events.
        from properties import finding, handlers  # noqa: F401
