"""How many links to set a password one person is mailed: a few an hour, whoever asks for them."""

from datetime import datetime, timedelta

from core.models import PasswordMail, User
from core.transactions import in_one_transaction

MAILS_AN_HOUR = 3


def take_one(user: User, *, at: datetime) -> bool:
    """Whether `user` may be mailed another link at `at`; counted when so."""
    return in_one_transaction(lambda: _take_one(user, at))


def _take_one(user: User, at: datetime) -> bool:
    User.objects.select_for_update().get(pk=user.pk)
    asked = PasswordMail.objects.filter(user=user)
    asked.filter(asked_at__lt=at - timedelta(hours=1)).delete()
    if asked.count() >= MAILS_AN_HOUR:
        return False
    PasswordMail.objects.create(user=user, asked_at=at)
    return True
