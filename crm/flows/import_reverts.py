"""Taking an import back, whole or not at all (rules: Import and export)."""

from datetime import datetime

from core.models import User
from core.transactions import flow
from crm.models import Import


@flow
def revert_import(*, by: User, at: datetime, import_id: int) -> Import:
    """Customers it added go into the bin, those it changed get back what they were. A large one is queued.

    Raises Http404, WrongState unless it has written and was not reverted, ChangedSince when any row was changed since.
    """
    raise NotImplementedError
