"""A mapping kept under a name, for the next file with such headers (rules: Import and export)."""

from datetime import datetime

from core.models import User
from core.transactions import flow
from crm.models import ImportTemplate


@flow
def keep_template(*, by: User, at: datetime, import_id: int, name: str) -> ImportTemplate:
    """Keep the mapping of an import under `name`; a template of that name is replaced. Http404, ValidationError."""
    raise NotImplementedError


@flow
def forget_template(*, by: User, at: datetime, template_id: int) -> None:
    """Forget one of one's own templates; Http404 for another's."""
    raise NotImplementedError
