"""Of two records of one customer, which value stays in each field (rules: Merge). Nothing is written here."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.arabic import counted
from crm.cleaning import LONGEST_TEXT, clean_labels
from crm.models import Customer
from crm.models.choices import Status

# What a history row gives as its reason: the deed itself, which no column tells.
MERGED, SEPARATED = "merged", "separated"

SURVIVOR, ABSORBED, BOTH = "survivor", "absorbed", "both"
Picks = Mapping[str, str]

LABELS = ("tags", "districts")
UNITED = (*LABELS, "notes")  # both records' together, unless one is picked
# Each field that can be picked, with the columns that go with it.
UNITS: dict[str, tuple[str, ...]] = {
    "name": (),
    "phone": ("shares_phone",),
    "whatsapp": (),
    "email": (),
    "kind": (),
    "source": (),
    "status": ("lost_reason", "status_changed_at"),
    "priority": (),
    "tags": (),
    "budget": (),
    "city": (),
    "districts": (),
    "notes": (),
    "consent_marketing": ("consent_at", "consent_source", "consent_text_version"),
}


def check_picks(picks: Picks) -> None:
    """ValidationError by field for a choice that is none."""
    wrong = {field: [_("اختر قيمة أحد السجلين.")] for field, picked in picks.items() if picked not in choices_of(field)}
    if wrong:
        raise ValidationError(wrong)


def choices_of(field: str) -> tuple[str, ...]:
    """What may be picked for this field; nothing for one that is not picked."""
    if field not in UNITS:
        return ()
    return (SURVIVOR, ABSORBED, BOTH) if field in UNITED else (SURVIVOR, ABSORBED)


def usual_pick(field: str, survivor: Customer, absorbed: Customer) -> str:
    """What happens to a field that nobody picked: the survivor's value wins, an empty one is filled.

    A consent that the survivor gave or withdrew stays; one that it was never asked for comes from the absorbed.
    """
    if field in UNITED:
        return BOTH
    if field == "whatsapp" and absorbed.whatsapp == survivor.phone:
        return SURVIVOR  # it would say no more than the phone does
    told = "consent_at" if field == "consent_marketing" else field
    is_empty = getattr(survivor, told) in ("", None) and getattr(absorbed, told) not in ("", None)
    return ABSORBED if is_empty else SURVIVOR


def merged_values(survivor: Customer, absorbed: Customer, picks: Picks) -> dict[str, Any]:
    """The columns of the survivor after the merge, by the picks and, where there is none, as usual.

    ValidationError by field when both records' labels or notes together are more than the field takes.
    """
    values: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for field, others in UNITS.items():
        picked = picks.get(field) or usual_pick(field, survivor, absorbed)
        source = absorbed if picked == ABSORBED else survivor
        values.update({column: getattr(source, column) for column in (field, *others)})
        if picked == BOTH:
            try:
                values[field] = _united(field, survivor, absorbed)
            except ValidationError as error:
                errors[field] = error
    if errors:
        raise ValidationError(errors)
    return values


def _united(field: str, survivor: Customer, absorbed: Customer) -> Any:
    ours, theirs = getattr(survivor, field), getattr(absorbed, field)
    if not ours or not theirs:
        return ours or theirs
    if field in LABELS:
        return clean_labels([*ours, *theirs])
    together: str = ours if theirs in ours else f"{ours}\n\n{theirs}"
    if len(together) > LONGEST_TEXT:
        longest = counted(LONGEST_TEXT, "character", oblique=True)
        raise ValidationError(_("ملاحظات السجلين معًا أطول من %(longest)s، فاختر إحداهما.") % {"longest": longest})
    return together


def convert(values: dict[str, Any], survivor: Customer, absorbed: Customer, at: Any) -> None:
    """Where either has a live sale the one that stays is converted, whatever was picked (product: flow 1)."""
    if values["status"] == Status.CONVERTED:
        return
    converted = [row for row in (survivor, absorbed) if row.status == Status.CONVERTED]
    since = converted[0].status_changed_at if converted else at
    values.update(status=Status.CONVERTED, lost_reason="", status_changed_at=since)
