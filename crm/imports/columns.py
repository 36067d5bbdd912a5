"""Which field each column of a file holds: by what it is called, then by what stands in it. Pure functions."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from django.utils.translation import gettext_lazy as _

from core.numbers import parse_amount
from core.phones import InvalidPhone, normalize_phone
from crm.imports.synonyms import field_called
from crm.imports.words import code_of, is_nothing

# What an import reads, in the order of the export; `last_name` is added to the name.
FIELDS = {
    "name": _("الاسم"),
    "last_name": _("اسم العائلة"),
    "phone": _("الجوال"),
    "email": _("البريد الإلكتروني"),
    "status": _("الحالة"),
    "priority": _("الأولوية"),
    "source": _("المصدر"),
    "budget": _("الميزانية"),
    "whatsapp": _("واتساب"),
    "kind": _("نوع العميل"),
    "lost_reason": _("سبب الخسارة"),
    "city": _("المدينة"),
    "districts": _("الأحياء"),
    "tags": _("الوسوم"),
    "notes": _("الملاحظات"),
    "consent_marketing": _("موافقة على العروض التسويقية"),
    "owner": _("الوسيط"),
}
# What our own export says beside them and no import takes: it is derived, or the file's own.
NOT_IMPORTED = {
    "created_at": _("تاريخ الإضافة"),
    "first_contact_at": _("أول تواصل"),
    "last_contact_date": _("آخر تواصل"),
    "next_followup_date": _("المتابعة القادمة"),
    "updated_at": _("آخر تعديل"),
    "id": _("الرقم"),
}
MANAGERS_FIELDS = ("owner",)

Certainty = Literal["sure", "ask", "skip"]


class Guess(NamedTuple):
    """The field of a column: to be taken, to be confirmed, or "" and left out.

    A field of NOT_IMPORTED is sure as well: it is known, and left out.
    """

    field: str
    certainty: Certainty


SKIPPED = Guess("", "skip")


def importable_fields(*, for_manager: bool) -> dict[str, str]:
    """The labels of the fields that this person may bring in, by code, in their order."""
    return {code: str(label) for code, label in FIELDS.items() if for_manager or code not in MANAGERS_FIELDS}


def recognise(columns: Sequence[str], samples: Iterable[Sequence[str]], *, for_manager: bool) -> list[Guess]:
    """A guess for each column, from its header and the cells of the first rows (`samples`, each a whole row).

    A field is guessed once: a sure column before one to confirm, then the first. Rules: Import and export.
    """
    rows = list(samples)
    cells = [[row[place] for row in rows if place < len(row) and row[place]] for place in range(len(columns))]
    named = [_by_header(header, below) for header, below in zip(columns, cells, strict=True)]
    guesses = _each_once(_with_whole_names(named), for_manager)
    for place, below in enumerate(cells):
        if guesses[place] == SKIPPED:
            guesses[place] = _by_cells(below, {guess.field for guess in guesses})
    return guesses


def _by_header(header: str, cells: list[str]) -> Guess:
    """What the header says, less sure where most cells below do not fit it."""
    field, is_sure = field_called(header)
    if not field:
        return SKIPPED
    if cells and field in _CHECKED and _share(cells, _FITS[field]) < 0.4:
        return Guess(field, "ask") if is_sure else SKIPPED
    return Guess(field, "sure" if is_sure else "ask")


def _with_whole_names(guesses: list[Guess]) -> list[Guess]:
    """«الاسم الأول» is the name where no column has the whole of it; the family's name is added to that."""
    fields = {guess.field for guess in guesses}
    becomes: dict[str, Guess] = {}
    if "name" not in fields and "first_name" in fields:
        becomes["first_name"] = Guess("name", "sure")
    elif "name" not in fields:
        becomes["last_name"] = Guess("name", "ask")
    elif "first_name" in fields:
        becomes = {"first_name": SKIPPED, "last_name": SKIPPED}
    else:
        becomes["last_name"] = Guess("last_name", "ask")
    return [becomes.get(guess.field, guess) for guess in guesses]


def _each_once(guesses: list[Guess], for_manager: bool) -> list[Guess]:
    """The guesses, those that come second to their field left out, and those that are not this person's."""
    best: dict[str, int] = {}
    for certainty in ("sure", "ask"):
        for place, guess in enumerate(guesses):
            if guess.certainty == certainty and (for_manager or guess.field not in MANAGERS_FIELDS):
                best.setdefault(guess.field, place)
    kept = set(best.values())
    return [guess if place in kept else SKIPPED for place, guess in enumerate(guesses)]


def _by_cells(cells: list[str], taken: set[str]) -> Guess:
    """The first field, of those no column has, that most of the cells fit; always to be confirmed."""
    for field, fits in _FITS.items():
        if field not in taken and cells and _share(cells, fits) >= 0.7:
            return Guess(field, "ask")
    return SKIPPED


def _share(cells: list[str], fits: Callable[[str], bool]) -> float:
    """Of the cells that say anything, how many fit."""
    told = [cell for cell in cells if not is_nothing(cell)]
    return sum(map(fits, told)) / len(told) if told else 0


def _is_phone(cell: str) -> bool:
    try:
        normalize_phone(cell)
    except InvalidPhone:
        return False
    return True


def _is_email(cell: str) -> bool:
    return bool(_EMAIL.fullmatch(cell))


def _is_large_sum(cell: str) -> bool:
    """Large enough for what is asked for a home, and no number of something else."""
    try:
        return parse_amount(cell) >= _LEAST_PRICE and not _is_phone(cell)
    except ValueError:
        return False


def _is_said(field: str) -> Callable[[str], bool]:
    return lambda cell: code_of(field, cell) is not None


def _is_persons_name(cell: str) -> bool:
    return bool(_NAME.fullmatch(cell))


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NAME = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]+){1,4}")
_LEAST_PRICE = 50_000
_FITS: dict[str, Callable[[str], bool]] = {
    "phone": _is_phone,
    "whatsapp": _is_phone,
    "email": _is_email,
    "status": _is_said("status"),
    "priority": _is_said("priority"),
    "source": _is_said("source"),
    "kind": _is_said("kind"),
    "lost_reason": _is_said("lost_reason"),
    "budget": _is_large_sum,
    "name": _is_persons_name,
}
_CHECKED = ("phone", "whatsapp", "email", "status", "priority", "source", "kind", "lost_reason")
