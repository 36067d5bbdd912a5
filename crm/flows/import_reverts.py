"""Taking an import back, whole or not at all (rules: Import and export)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.access import visible_or_404
from core.errors import WrongState
from core.history import acting_now
from core.models import User
from core.transactions import flow
from crm.imports import reverting
from crm.models import Import
from crm.tasks import take_back


@flow
def revert_import(*, by: User, at: datetime, import_id: int) -> Import:
    """Customers it added go into the bin, those it changed get back what they were. A large one is queued.

    Raises Http404, WrongState unless it has written and was not reverted, ChangedSince when any row was changed since.
    """
    run: Any = visible_or_404(Import.objects.select_related("batch"), by, import_id, lock=True)
    if not run.may_be_reverted:
        message = _("عملية الاستيراد «%(status)s»، فلا يمكن التراجع عنها.")
        raise WrongState(message % {"status": run.get_status_display()})
    if run.batch.row_count <= settings.IMPORT_IN_REQUEST_ROWS:
        reverting.take_back(run, by=by, at=at)
        return run
    reverting.refuse_changed(run.batch)
    run.status, run.problem = Import.Status.QUEUED, ""
    run.save(update_fields=["status", "problem"])
    take_back.enqueue(import_id=run.pk, by_id=by.pk, door=str(acting_now().door))
    return run
