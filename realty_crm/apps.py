from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class RealtyCrmConfig(AppConfig):
    name = "realty_crm"
    verbose_name = _("ديرة")


class RealtyAdminConfig(AdminConfig):
    """The admin with our own site: for managers, in Arabic, with the product's login."""

    default_site = "core.admin_site.ManagerSite"
