"""Mails about accounts, sent by the worker after the transaction that asked for them."""

from django.utils import timezone
from django_tasks import task

from core import mail, password_mails
from core.models import User


@task()
def send_password_link(user_id: int, invitation: bool = False) -> None:
    """Mail a link that sets a password. It is made here, so that no queue ever holds it."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user:
        mail.password_link(user, invitation=invitation)


@task()
def send_asked_link(email: str) -> None:
    """Mail a link to the active person with this address, if there is one; a few an hour at most."""
    for user in User.objects.filter(email__iexact=email, is_active=True).exclude(email=""):
        if password_mails.take_one(user, at=timezone.now()):
            mail.password_link(user, invitation=False)


@task()
def send_account_notice(user_id: int, address: str, what: str) -> None:
    """Tell a person that the `password` or the `email` of its account was changed, at the address it had."""
    user = User.objects.filter(pk=user_id).first()
    if user:
        mail.account_notice(user, address, what)
