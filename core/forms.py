"""Forms about logging in and one's account. What they save goes through core.flows."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.flows import change_password, reset_password
from core.login import log_in_with, the_user

LONGEST_PASSWORD = 4096  # hashing takes time in proportion


class LoginForm(forms.Form):
    """A user name or e-mail, and the password. Whether they belong together is for core.login."""

    username = forms.CharField(
        label=_("اسم المستخدم أو البريد الإلكتروني"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("كلمة المرور"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ResetRequestForm(forms.Form):
    email = forms.EmailField(
        label=_("البريد الإلكتروني"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class NewPasswordForm(SetPasswordForm):
    """The password after a reset."""

    new_password1 = forms.CharField(
        label=_("كلمة المرور الجديدة"),
        help_text=_("8 أحرف على الأقل، ليست شائعة ولا أرقامًا فقط ولا شبيهة باسمك."),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=_("كلمة المرور الجديدة مرة أخرى"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def save(self, commit: bool = True) -> Any:
        return reset_password(by=self.user, at=timezone.now(), password=self.cleaned_data["new_password1"])


class ChangePasswordForm(PasswordChangeForm):
    """The password of a person who knows the present one. Wrong guesses count as failed logins (LockedOut)."""

    new_password1 = NewPasswordForm.base_fields["new_password1"]
    new_password2 = NewPasswordForm.base_fields["new_password2"]

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(the_user(request), data)
        self.request = request
        self.fields["old_password"] = current_password_field(_("كلمة المرور الحالية"))
        self.order_fields(["old_password", "new_password1", "new_password2"])

    def clean_old_password(self) -> str:
        return checked_password(self.request, self.cleaned_data["old_password"])

    def save(self, commit: bool = True) -> Any:
        return change_password(by=self.user, at=timezone.now(), password=self.cleaned_data["new_password1"])


class AccountForm(forms.Form):
    """One's own names and e-mail; another e-mail wants the present password."""

    first_name = forms.CharField(label=_("الاسم الأول"), max_length=150, required=False)
    last_name = forms.CharField(label=_("اسم العائلة"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("البريد الإلكتروني"),
        max_length=254,
        required=False,
        help_text=_("تدخل به بدل اسم المستخدم، وتصل إليه روابط استعادة كلمة المرور."),
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        user: Any = request.user
        super().__init__(data, initial={name: getattr(user, name) for name in ("first_name", "last_name", "email")})
        self.request = request
        self.fields["current_password"] = current_password_field(_("كلمة المرور الحالية"), required=False)
        self.fields["current_password"].help_text = _("لتغيير البريد فقط.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password = cleaned.pop("current_password", "")
        if "email" not in cleaned or cleaned["email"].lower() == self.initial["email"]:
            return cleaned
        try:
            checked_password(self.request, password)
        except ValidationError as wrong:
            self.add_error("current_password", wrong)
        return cleaned


def current_password_field(label: Any, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def checked_password(request: HttpRequest, password: str) -> str:
    """The password, if it is the logged-in person's: guesses at an open session are counted as at the login page."""
    user: Any = request.user
    if not password:
        raise ValidationError(_("اكتب كلمة المرور الحالية لتغيير البريد."), code="required")
    if log_in_with(request, user.username, password) != user:
        raise ValidationError(_("كلمة المرور الحالية غير صحيحة."), code="wrong")
    return password
