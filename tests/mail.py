"""Doing what the worker does with the mails that were asked for."""

import re

from django.core import mail
from django_tasks_db.models import DBTaskResult


def send_waiting_mails() -> list[mail.EmailMultiAlternatives]:
    """Run the tasks that wait, as the worker would; the mails they sent."""
    before = len(mail.outbox)
    for waiting in DBTaskResult.objects.ready().order_by("enqueued_at"):
        waiting.task.call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
        waiting.delete()
    return mail.outbox[before:]


def link_in(message: mail.EmailMultiAlternatives) -> str:
    """The path of the first address in a mail's text."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.body).group(1)
