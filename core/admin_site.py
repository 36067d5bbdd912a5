"""The managers' door: Django's admin, opened to managers alone, with the product's own login."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ManagerSite(AdminSite):
    site_title = _("إدارة ديرة")
    site_header = _("إدارة ديرة")
    index_title = _("لوحة الإدارة")
    site_url = "/"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_manager)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """The same login page as everywhere: one place that counts failures."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
