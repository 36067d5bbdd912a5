"""Logging in and out, and passwords (api: Access; product: my account)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from core.flows import ask_password_link
from core.forms import ChangePasswordForm, LoginForm, NewPasswordForm, ResetRequestForm
from core.login import LockedOut, log_in_with
from core.mail import link_lasts
from core.models import User
from core.requests import next_url, posted


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """Log in by user name or e-mail; who is in already goes on to `next` or Today."""
    if request.user.is_authenticated:
        return redirect(next_url(request, settings.LOGIN_REDIRECT_URL))
    form = LoginForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = log_in_with(request, **form.cleaned_data)
        except LockedOut:
            return locked_out(request)
        if user:
            start_session(request, user)  # with a new session key
            return redirect(next_url(request, settings.LOGIN_REDIRECT_URL))
        form.add_error(None, _("اسم المستخدم أو كلمة المرور غير صحيحة."))
    context = {"form": form, "next": next_url(request, "")}
    return render(request, "core/login.html", context, status=422 if form.errors else 200)


def locked_out(request: HttpRequest) -> HttpResponse:
    """Too many wrong passwords from here (api: Access)."""
    answer = render(request, "core/locked_out.html", status=429)
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return answer


@require_POST
@login_not_required
def logout(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@sensitive_post_parameters()
def password_change(request: HttpRequest) -> HttpResponse:
    """A new password for who knows the present one; other sessions end, this one goes on."""
    form = ChangePasswordForm(request, posted(request))
    try:
        valid = request.method == "POST" and form.is_valid()
    except LockedOut:
        return locked_out(request)
    if valid:
        update_session_auth_hash(request, form.save())
        messages.success(request, _("حُفظت كلمة المرور، وانتهت جلساتك على الأجهزة الأخرى."))
        return redirect("account")
    return render(request, "core/password_change.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link by e-mail. The answer is the same whether or not the address is known."""
    form = ResetRequestForm(posted(request))
    if request.method == "POST" and form.is_valid():
        ask_password_link(by=None, at=timezone.now(), email=form.cleaned_data["email"])
        return redirect("password_reset_done")
    return render(request, "core/password_reset.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@login_not_required
def password_reset_done(request: HttpRequest) -> HttpResponse:
    return render(request, "core/password_reset_done.html", {"days": link_lasts()})


class SetForgottenPassword(PasswordResetConfirmView):
    """Django's page behind the link of the mail: it keeps the token out of the address bar and of referrers."""

    form_class = NewPasswordForm
    template_name = "core/password_reset_confirm.html"
    success_url = reverse_lazy("password_reset_complete")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(days=link_lasts(), **context)

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and user.is_active else None


@require_safe
@login_not_required
def password_reset_complete(request: HttpRequest) -> HttpResponse:
    return render(request, "core/password_reset_complete.html")
