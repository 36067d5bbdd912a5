from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("الإشعارات")

    def ready(self) -> None:
        from notifications import handlers  # noqa: F401 (connects what is announced)
