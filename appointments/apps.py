from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("المواعيد")

    def ready(self) -> None:
        from appointments import handlers  # noqa: F401  (they answer events)
