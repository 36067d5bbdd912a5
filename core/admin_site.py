"""The managers' door: Django's admin, opened to managers alone, with the product's own login."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from core.requests import next_url


class ManagerSite(AdminSite):
    """Shows only what was made for managers; what third-party apps register here is left out."""

    site_title = _("إدارة ديرة")
    site_header = _("إدارة ديرة")
    index_title = _("لوحة الإدارة")
    site_url = "/"
    enable_nav_sidebar = True
    app_order = ("crm", "properties", "appointments", "analytics", "core", "notifications", "axes")

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        from core.admin.base import ManagedAdmin

        if admin_class and issubclass(admin_class, ManagedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_manager)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every page of the admin: visitors are asked to log in, agents are refused, and a NUL is no query."""
        open_view = super().admin_view(view, cacheable)

        @wraps(open_view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if any("\0" in value for _name, values in request.GET.lists() for value in values):
                raise BadRequest
            return open_view(request, *args, **kwargs)

        return guarded

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The same login page as everywhere: one place that counts failures."""
        if request.user.is_authenticated:
            return redirect(next_url(request, "admin:index"))
        return redirect_to_login(next_url(request, "admin:index"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The same page as everywhere."""
        return redirect("password_change")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The apps in the order of a manager's day, not of the alphabet."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: self.app_order.index(app["app_label"]))
