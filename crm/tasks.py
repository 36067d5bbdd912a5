"""What the worker does for the customer book, after the transaction that asked for it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from core.errors import Conflict
from core.history import acting
from core.models import User
from crm.imports import reverting, running


@task()
def bring_in(import_id: int) -> None:
    """Carry out a queued import, or go on with it. The import says what stopped it; a fault of ours is raised too."""
    try:
        running.carry_out(import_id, clock=timezone.now)
    except ValidationError as refusal:  # the file broke off in the middle, say
        running.give_up(import_id, " ".join(refusal.messages), at=timezone.now())
    except Exception:
        running.give_up(import_id, _("توقف الاستيراد لخلل. أعد تشغيله ليُستأنف من حيث توقف."), at=timezone.now())
        raise


@task()
def take_back(import_id: int, by_id: int, door: str) -> None:
    """Revert an import, for who asked for it and through that door. When it cannot be, the import says why."""
    by = User.objects.get(pk=by_id)
    try:
        with acting(by=by, door=door):
            reverting.carry_out(import_id, by=by, at=timezone.now())
    except Conflict as refusal:
        reverting.give_up(import_id, str(refusal.detail))
    except Exception:
        reverting.give_up(import_id, _("تعذّر التراجع لخلل، ولم يتغير شيء. أعد المحاولة."))
        raise
