"""The phones in a cell: sheets make numbers of them, people write two into one cell. Pure functions."""

import re

from django.utils.translation import gettext as _

from core.arabic import latin_digits, strip_invisible
from core.phones import InvalidPhone, format_phone, normalize_phone
from crm.imports.problems import Unclear

_LONGEST = 500
_BETWEEN = re.compile(r"[/\\,،;؛|\n&]+|(?<!\w)(?:أو|او|or|and|و)(?!\w)")
_OF_A_PROGRAM = re.compile(r"(\+?[0-9]{7,15})\.0+")  # 966501234567.0, or another number would be read
_SCIENTIFIC = re.compile(r"([0-9]\.?[0-9]*)[eE]\+?([0-9]{1,2})")
_LETTERS_FOR_DIGITS = str.maketrans("OoQIl|", "000111")
_RUN = re.compile(r"\+?[0-9٠-٩۰-۹][0-9٠-٩۰-۹ ().\-]{5,20}[0-9٠-٩۰-۹]")


def read_phones(text: str) -> list[str]:
    """The phones that a cell says, in E.164, each once, in their order. Unclear when one of them is none."""
    if of_a_program := _OF_A_PROGRAM.fullmatch(text):
        text = of_a_program[1]
    try:
        return [normalize_phone(text)]  # nearly every cell
    except InvalidPhone as invalid:
        if len(text) > _LONGEST:
            raise Unclear(str(invalid)) from None
    written = _as_digits(text)
    phones = _all_phones([written]) or _all_phones(_BETWEEN.split(written)) or _all_phones(written.split())
    if phones is None:
        raise _unclear(written)
    return list(dict.fromkeys(phones))


def _as_digits(text: str) -> str:
    """The cell without the apostrophe or the exponent of a sheet; Unclear for `9.66501E+11`, which has lost digits."""
    written = latin_digits(strip_invisible(text)).strip().lstrip("'`’")
    scientific = _SCIENTIFIC.fullmatch(written)
    if not scientific:
        return written
    digits = scientific[1].replace(".", "")
    if len(digits) != int(scientific[2]) + 1:
        message = _("اختصر برنامج الجداول الرقم إلى %(written)s فضاعت أرقامه. اجعل العمود نصًا وصدّر الملف من جديد.")
        raise Unclear(message % {"written": written})
    return digits


def _all_phones(parts: list[str]) -> list[str] | None:
    """The phones that the parts are; None when there are none, or one of them is something else."""
    phones = []
    for part in filter(None, (part.strip(" -–.:") for part in parts)):
        try:
            phones.append(normalize_phone(part))
        except InvalidPhone:
            return None
    return phones or None


def _unclear(written: str) -> Unclear:
    """Why the cell is no phone, with the number that it nearly is."""
    mended = _all_phones([written.translate(_LETTERS_FOR_DIGITS)])
    if mended and mended[0]:
        return Unclear(_letters_message(written), _typed(mended[0]))
    found = _all_phones(_RUN.findall(written))
    if found and len(set(found)) == 1:
        return Unclear(_("في خانة الجوال كلام مع الرقم."), _typed(found[0]))
    return Unclear(str(InvalidPhone()))


def _letters_message(written: str) -> str:
    if re.search("[OoQ]", written):
        return _("في الجوال حرف O بدل الرقم صفر.")
    return _("في الجوال حرف بدل الرقم واحد.")


def _typed(e164: str) -> str:
    """A phone as people type it."""
    return format_phone(e164).replace(" ", "")
