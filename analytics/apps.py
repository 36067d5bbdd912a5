from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = _("الأرقام")

    def ready(self) -> None:
        from analytics import handlers  # noqa: F401  (they answer events)
