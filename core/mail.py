"""The e-mails that the product writes: Arabic, as plain text and as simple HTML that reads from the right."""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from core.arabic import counted
from core.models import User


def password_link(user: User, *, invitation: bool) -> None:
    """A link, good once and for PASSWORD_RESET_TIMEOUT, to set a password; worded as an invitation to a new person."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("دعوة إلى %(office)s") if invitation else _("تعيين كلمة مرور جديدة في %(office)s")
        template = "invitation" if invitation else "password_reset"
        _send(user.email, subject, template, person=user, link=public_url(_password_path(user)))


def account_notice(user: User, address: str, what: str) -> None:
    """Word of a changed `password` or `email`, so that whoever did not do it can act."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("تغيّر بريد حسابك في %(office)s") if what == "email" else _("تغيّرت كلمة مرورك في %(office)s")
        _send(address, subject, f"{what}_changed", person=user, link=public_url(reverse("password_reset")))


def link_lasts() -> str:
    """How long a link for a password is good: «3 أيام»."""
    return counted(settings.PASSWORD_RESET_TIMEOUT // 86400, "day", oblique=True)


def public_url(path: str) -> str:
    """The address of a page as people outside reach it."""
    return f"{settings.PUBLIC_URL}{path}"


def _password_path(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(user)])


def _send(address: str, subject: str, template: str, **context: Any) -> None:
    context = {**context, "office": settings.OFFICE_NAME, "days": link_lasts()}
    title = subject % {"office": settings.OFFICE_NAME}
    message = EmailMultiAlternatives(
        subject=" ".join(title.split()),
        body=render_to_string(f"email/{template}.txt", context),
        to=[address],
    )
    message.attach_alternative(render_to_string(f"email/{template}.html", {**context, "title": title}), "text/html")
    message.send()
