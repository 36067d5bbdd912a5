"""Loading the row a flow is about: locked until commit, seen only by those who may, at the version they saw."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from core.access import visible_or_404
from core.errors import StaleVersion
from core.models import OwnedModel, User
from crm.cleaning import Cleaners, cleaned
from crm.models import Customer

Row = TypeVar("Row", bound=OwnedModel)


def locked(model: type[Row], pk: int, *, by: User, in_bin: datetime | None = None) -> Row:
    """The row, locked until commit: a live one, or one that is still in the bin at `in_bin`. Else Http404."""
    rows = model.objects.in_bin(in_bin) if in_bin else model.objects.live()
    row: Row = visible_or_404(rows, by, pk, lock=True)
    _refuse_of_a_deleted_customer(row)
    return row


def _refuse_of_a_deleted_customer(row: OwnedModel) -> None:
    """Http404 when the customer was deleted or erased while this row was waited for.

    The row's own condition was judged as of before the wait, and a row of an erased person must stay blank.
    """
    customer = getattr(row, "customer_id", None)
    if customer and Customer.objects.deleted().filter(pk=customer).exists():
        raise Http404(row.not_found)


def check_version(row: OwnedModel, version: int | None) -> None:
    """StaleVersion when the locked row is past the `version` that the editor saw; None asks for none.

    Asked after the new values were found right: a wrong value is answered before a conflict (api: Access).
    """
    if version is not None and row.version != version:
        raise StaleVersion(current=type(row).objects.get(pk=row.pk))


def fill(row: OwnedModel, facts: Mapping[str, Any], cleaners: Cleaners, *, required: Iterable[str] = ()) -> set[str]:
    """Put what a person gave on the row, cleaned; the names of the fields that changed.

    Raises one ValidationError with every field that is wrong: what its cleaner refuses, a `required` one that is
    empty, and what the model's field does not hold. Only what is given is checked: an old row is not refused
    for a rule that came after it.
    """
    values, errors = cleaned(facts, cleaners)
    for field in required:
        if field in values and not values[field]:
            errors[field] = ValidationError(_("هذا الحقل مطلوب."), code="required")
    changed = {field for field, value in values.items() if getattr(row, field, None) != value}
    for field in changed:
        setattr(row, field, values[field])
    try:
        row.clean_fields(
            exclude=[field.name for field in row._meta.fields if field.name not in values or field.name in errors]
        )
    except ValidationError as wrong:
        errors.update(wrong.error_dict)
    if errors:
        raise ValidationError(errors)
    return changed
