"""Mails about accounts, sent by the worker after the transaction that asked for them."""

from django_tasks import task

from core import mail
from core.models import User


@task()
def send_password_link(user_id: int, invitation: bool = False) -> None:
    """Mail a link that sets a password. It is made here, so that no queue ever holds it."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user:
        mail.password_link(user, invitation=invitation)


@task()
def send_account_notice(user_id: int, address: str, what: str) -> None:
    """Tell a person that the `password` or the `email` of its account was changed, at the address it had."""
    user = User.objects.filter(pk=user_id).first()
    if user:
        mail.account_notice(user, address, what)
