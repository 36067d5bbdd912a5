"""People who log in: agents and managers."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, Permission, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.history import History

MANAGERS = "managers"
VIEW_ALL = "view_all_customers"  # crm's permission; what makes a manager (api: Access)


class People(UserManager["User"]):
    def agents(self) -> models.QuerySet["User"]:
        """Who may be given rows: everybody whose account is open. (Lists are filtered by former agents too.)"""
        return self.filter(is_active=True)

    def find(self, name_or_email: str) -> "User | None":
        """The person with this user name, or else with this e-mail, whatever its case."""
        wanted = name_or_email.strip()
        matches = self.filter(Q(username__iexact=wanted) | (Q(email__iexact=wanted) & ~Q(email="")))
        return min(matches, key=lambda user: user.username.lower() != wanted.lower(), default=None)


def name_of(first_name: str, last_name: str, username: str) -> str:
    """The name people read: given and family name, else the user name."""
    return f"{first_name} {last_name}".strip() or username


class User(AbstractUser):
    """An agent, or a manager when it may see every customer. Logs in by user name or e-mail."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("حسب الجهاز")
        LIGHT = "light", _("فاتح")
        DARK = "dark", _("داكن")

    email = models.EmailField(_("البريد الإلكتروني"), blank=True)
    may_export = models.BooleanField(
        _("يُسمح بالتصدير"), default=True, help_text=_("هل يُسمح لهذا الحساب بتصدير بيانات العملاء؟")
    )
    theme = models.CharField(_("المظهر"), max_length=5, choices=Theme.choices, default=Theme.AUTO)

    objects: ClassVar[People] = People()
    history = History(excluded_fields=["password", "last_login", "theme"])

    class Meta:
        verbose_name = _("مستخدم")
        verbose_name_plural = _("المستخدمون")
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="user_name_once", violation_error_message=_("اسم المستخدم هذا مستخدم من قبل.")
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_once",
                violation_error_message=_("هذا البريد مسجّل لمستخدم آخر."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return name_of(self.first_name, self.last_name, self.username)

    @cached_property
    def is_manager(self) -> bool:
        """Whether this person sees every agent's rows: the permission crm.view_all_customers, or a superuser."""
        if not self.is_active:
            return False
        holds = Q(user=self) | Q(group__user=self)
        return self.is_superuser or (
            Permission.objects.filter(holds, content_type__app_label="crm", codename=VIEW_ALL).exists()
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)
