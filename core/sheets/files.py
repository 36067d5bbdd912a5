"""Which kind of file somebody brought: its bytes say it, then its name."""

import re

from django.utils.translation import gettext as _

from core.sheets.csv import csv_sheet
from core.sheets.sheet import Opener, Sheet, UnreadableFile
from core.sheets.text import blocks_of, encoding_of, opened_text
from core.sheets.vcf import vcf_sheet
from core.sheets.xlsx import xlsx_sheet

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and a new workbook behind a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite format 3")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|table|meta|head|body|\w+:)", re.IGNORECASE)
_CARD = re.compile(r"^\s*BEGIN:VCARD\s*$", re.IGNORECASE | re.MULTILINE)
_LOOKED_AT = 4096


def open_sheet(name: str, opened: Opener) -> Sheet:
    """The table in a file called `name`; UnreadableFile, in Arabic at the field `file`, for what holds none."""
    if all(map(bytes.isspace, blocks_of(opened))):
        raise UnreadableFile(_("الملف فارغ."))
    start = opened().read(_LOOKED_AT)
    if start.startswith(_ZIP):
        return xlsx_sheet(opened)
    if start.startswith(_OLE):
        raise UnreadableFile(_of_old_office(opened().read()))
    if start.startswith(_OTHERS):
        raise _unknown()
    encoding = encoding_of(opened)
    text = opened_text(opened, encoding).read(_LOOKED_AT)
    if _MARKUP.match(text) or name.lower().endswith(".json"):
        raise _unknown()  # a web page that calls itself a sheet, for one
    return (vcf_sheet if _CARD.search(text) else csv_sheet)(opened, encoding)


def _of_old_office(content: bytes) -> str:
    if _LOCKED in content:
        return _("الملف محمي بكلمة مرور. احفظه بلا كلمة مرور ثم أعد رفعه.")
    return _("صيغة xls القديمة غير مدعومة. افتح الملف واحفظه بصيغة xlsx أو CSV ثم أعد رفعه.")


def _unknown() -> UnreadableFile:
    return UnreadableFile(_("صيغة الملف غير معروفة. الصيغ المقبولة: CSV وExcel (xlsx) وجهات الاتصال (vcf)."))
