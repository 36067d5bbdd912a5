"""Phone books: vCard 2.1, 3.0 and 4.0, as phones and mail programs write them, one row a card.

A parser of our own: the library for it loses a card, or the whole book, to a line that follows no grammar, and writes
such lines to the log, where nobody's data belongs; it also unpacks every photo.
"""

import quopri
import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import NamedTuple, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from core.phones import InvalidPhone, is_mobile, normalize_phone
from core.sheets.sheet import Opener, Row, Sheet, UnreadableFile, trimmed
from core.sheets.text import encoding_of, opened_text

_COLUMNS = (
    *(_t("الاسم"), _t("الجوال"), _t("واتساب"), _t("البريد الإلكتروني"), _t("المدينة"), _t("الوسوم"), _t("الملاحظات")),
)
_BEGIN, _END = re.compile(r"BEGIN *: *VCARD *", re.IGNORECASE), re.compile(r"END *: *VCARD *", re.IGNORECASE)
_NAME = re.compile(r"(?:[\w-]+\.)?([A-Za-z][A-Za-z0-9-]*)\s*(?=[;:])")
_PARAMS = re.compile(r"(?:[^\":]|\"[^\"]*\")*")
_CHARSET = re.compile(r"CHARSET=\"?(UTF-8|US-ASCII|ISO-8859-[0-9]{1,2}|WINDOWS-125[0-8]|CP125[0-8])\b", re.IGNORECASE)
_READ = frozenset("BEGIN END FN N NICKNAME ORG TITLE TEL EMAIL ADR CATEGORIES NOTE".split())
_LONGEST_LINE = 100_000  # of what is read: a note; photos are passed by
_ESCAPE = re.compile(r"\\([\\,;:nN])")


class Property(NamedTuple):
    """A line of a card: `params` are the words beside its name (CELL, PREF), `value` is decoded and still escaped."""

    name: str
    params: frozenset[str]
    value: str

    @property
    def text(self) -> str:
        return _unescaped(self.value)

    def parts(self, separator: str) -> list[str]:
        """The texts between the separators that are not escaped."""
        return [_unescaped(part) for part in re.split(rf"(?<!\\){separator}", self.value)]


def vcf_sheet(opened: Opener, encoding: str) -> Sheet:
    """The table of a phone book's cards; the first is row 2, as under headers. UnreadableFile where there are none."""
    if next(_lines(opened, encoding), None) is None:
        raise UnreadableFile(_("لا جهات اتصال في الملف."))
    return Sheet("vcf", [str(column) for column in _COLUMNS], lambda: _lines(opened, encoding), first=2)


def _lines(opened: Opener, encoding: str) -> Iterator[Row]:
    for number, card in enumerate(_cards(opened_text(opened, encoding)), 2):
        cells = trimmed(_row(card))
        if any(cells):
            yield number, cells


# ---------------------------------------------------------------- from lines to cards


def _cards(text: TextIO) -> Iterator[list[Property]]:
    """The properties of each card that we read. A card ends where the next begins, whether it says so or not."""
    card: list[Property] | None = None
    for line in _unfolded(text):
        if _BEGIN.fullmatch(line) or _END.fullmatch(line):
            if card is not None:
                yield card
            card = [] if _BEGIN.fullmatch(line) else None
        elif card is not None and (read := _property(line)):
            card.append(read)
    if card is not None:
        yield card


def _unfolded(text: TextIO) -> Iterator[str]:
    """The lines that say something we read, each whole: what begins with a space goes on from the line before."""
    whole, goes_on = "", False
    for raw in text:
        line = raw.rstrip("\r\n")
        if goes_on or line[:1] in (" ", "\t"):
            whole += (line if goes_on else line[1:]) if whole and len(whole) < _LONGEST_LINE else ""
        else:
            yield whole
            whole = line if _name_of(line) in _READ else ""
        goes_on = whole.endswith("=") and _is_quoted_printable(whole)
        whole = whole[:-1] if goes_on else whole
    yield whole


def _name_of(line: str) -> str:
    named = _NAME.match(line)
    return named[1].upper() if named else ""


def _is_quoted_printable(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line[:200].partition(":")[0].upper()


def _property(line: str) -> Property | None:
    """The property on a line; None for a line that is none, or whose value is no text."""
    named = _NAME.match(line)
    if not named:
        return None
    params = _PARAMS.match(line, named.end())
    if not params or line[params.end() : params.end() + 1] != ":":
        return None
    words = frozenset(re.split('[;,="]', params[0].upper()))
    if words & {"BASE64", "B"}:
        return None
    value = line[params.end() + 1 :]
    return Property(named[1].upper(), words, _decoded(value, params[0]) if "QUOTED-PRINTABLE" in words else value)


def _decoded(value: str, params: str) -> str:
    """A value out of quoted-printable (vCard 2.1), in the letters that its line names, or as the file itself."""
    said = _CHARSET.search(params)
    raw = quopri.decodestring(value.encode("utf-8"))
    return raw.decode(said[1] if said else encoding_of(partial(BytesIO, raw)), errors="replace")


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], value).strip()


# ---------------------------------------------------------------- from a card to a row


def _row(card: list[Property]) -> list[str]:
    phones = _phones_of(card)
    emails = _texts(card, "EMAIL")
    addresses = [one.parts(";") for one in card if one.name == "ADR"]
    name, company = _name_and_company(card)
    notes = [
        *_texts(card, "NOTE"),
        *([_("جهة العمل: %(company)s") % {"company": company}] if company else []),
        *[_("المسمى: %(title)s") % {"title": title} for title in _texts(card, "TITLE")[:1]],
        *[_("رقم آخر: %(phone)s") % {"phone": phone} for phone in phones[2:]],
        *[_("بريد آخر: %(email)s") % {"email": email} for email in emails[1:]],
    ]
    return [
        name,
        *phones[:2],
        emails[0] if emails else "",
        next((parts[3] for parts in addresses if len(parts) > 3 and parts[3]), ""),
        "، ".join(_labels_of(card)),
        "\n".join(notes),
    ]


def _texts(card: list[Property], name: str) -> list[str]:
    """The texts of that name, the preferred first."""
    found = sorted((one for one in card if one.name == name), key=lambda one: "PREF" not in one.params)
    return list(dict.fromkeys(one.text for one in found if one.text))


def _name_and_company(card: list[Property]) -> tuple[str, str]:
    """What the card is called, and where that person works: a card without a person's name is called by the company."""
    structured = next((one.parts(";") for one in card if one.name == "N"), [])
    family, given, middle = (structured + ["", "", ""])[:3]
    person = " ".join(filter(None, (given, middle, family)))
    company = next((" - ".join(filter(None, one.parts(";"))) for one in card if one.name == "ORG"), "")
    named = [*_texts(card, "FN"), person, *_texts(card, "NICKNAME"), company]
    name = next(filter(None, named), "")
    return name, company if name != company else ""


def _phones_of(card: list[Property]) -> list[str]:
    """The phone to call, the other number that can have WhatsApp ("" for none), and those that are left."""
    tels = [one for one in card if one.name == "TEL"]
    tels.sort(key=_by_use)
    numbers: dict[str, str] = {}
    for number in filter(None, map(_number, tels)):
        numbers.setdefault(_e164(number) or number, number)
    first, *others = numbers.values() or [""]
    second = next(filter(_is_mobile, others), "")
    return [first, second, *(other for other in others if other != second)]


def _by_use(tel: Property) -> tuple[bool, ...]:
    """Mobiles first, then what is a phone at all; of two, what the card prefers."""
    number = _number(tel)
    return not _is_mobile(number), not _e164(number), "CELL" not in tel.params, "PREF" not in tel.params


def _number(tel: Property) -> str:
    """The number as written, without what an address of version 4 adds to it: `tel:+966501234567;ext=1`."""
    return tel.text.partition(";")[0]


def _e164(text: str) -> str:
    try:
        return normalize_phone(text)
    except InvalidPhone:
        return ""


def _is_mobile(text: str) -> bool:
    return is_mobile(_e164(text))


def _labels_of(card: list[Property]) -> list[str]:
    return [label for one in card if one.name == "CATEGORIES" for label in one.parts(",") if label]
