"""Loading the row a flow is about: locked until commit, seen only by those who may, at the version they saw."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.access import visible_or_404
from core.errors import StaleVersion
from core.models import OwnedModel, User

Row = TypeVar("Row", bound=OwnedModel)


def locked(model: type[Row], pk: int, *, by: User, version: int | None = None, deleted: bool = False) -> Row:
    """The row, locked until commit. Http404 when `by` may not see it; StaleVersion when it is past `version`."""
    rows = model.objects.deleted() if deleted else model.objects.live()
    row: Row = visible_or_404(rows, by, pk, lock=True)
    if version is not None and row.version != version:
        raise StaleVersion(current=row)
    return row


def apply(row: OwnedModel, values: dict[str, Any]) -> set[str]:
    """Set these values on the row; the names of those that changed. Raises ValidationError for what no row may hold."""
    changed = {field for field, value in values.items() if getattr(row, field) != value}
    for field in changed:
        setattr(row, field, values[field])
    # Only what was given is checked: an old row is not refused for a rule that came after it.
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in values])
    return changed


def required(values: dict[str, Any], *fields: str) -> None:
    """ValidationError for each of these fields that is given but empty."""
    missing = {field: [_("هذا الحقل مطلوب.")] for field in fields if field in values and not values[field]}
    if missing:
        raise ValidationError(missing)
