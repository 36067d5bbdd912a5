"""Listings out of a file: the same cleaning, rows and history as one by one, and one notice for all that they match.

The headers of our own export are known, and the field's other names; values by code or by their Arabic word. Brought in
within the request: an agent has dozens of listings, where it has thousands of customers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.arabic import counted, search_key
from core.bulk import ADDED, insert_rows, record_history
from core.dates import parse_date
from core.history import Door, acting
from core.models import User
from core.numbers import parse_amount
from core.sheets import Sheet, UnreadableFile, open_sheet
from core.transactions import flow
from crm.flows.customers import chosen_owner
from properties import signals
from properties.exports import property_columns
from properties.flows.listings import STATED, set_facts
from properties.forms.fields import AreaField, CountField
from properties.models import Property
from properties.models.choices import Facade, Feature, PropertyStatus, PropertyType, Purpose

MOST_ROWS = 1_000
MOST_TOLD = 50  # wrong rows that are told one by one
CODED: dict[str, Any] = {"type": PropertyType, "purpose": Purpose, "status": PropertyStatus, "facade": Facade}
OTHER_NAMES = {
    "title": "العنوان، عنوان العقار، اسم العقار، الإعلان، title, name",
    "type": "نوع العقار، النوع، التصنيف، type, property type",
    "purpose": "الغرض، غرض الإعلان، نوع العرض، purpose, offer",
    "status": "الحالة، حالة العقار، status",
    "city": "المدينة، city",
    "district": "الحي، المنطقة، district, neighborhood",
    "price": "السعر، المبلغ، القيمة، السعر الإجمالي، price",
    "area": "المساحة، مساحة العقار، المساحة م²، area, size",
    "rooms": "غرف النوم، عدد الغرف، الغرف، rooms, bedrooms",
    "bathrooms": "دورات المياه، الحمامات، bathrooms",
    "street_width": "عرض الشارع، الشارع، street width",
    "facade": "الواجهة، facade",
    "age_years": "عمر العقار، العمر، عمر البناء، age",
    "description": "الوصف، ملاحظات، description, notes",
    "deed_number": "رقم الصك، الصك، deed number",
    "plan_number": "رقم المخطط، المخطط، plan number",
    "plot_number": "رقم القطعة، القطعة، plot number",
    "ad_license_number": "رقم ترخيص الإعلان، ترخيص الإعلان، ad license",
}
PURPOSE_WORDS = {"للبيع": Purpose.SALE, "شراء": Purpose.SALE, "للإيجار": Purpose.RENT, "تأجير": Purpose.RENT}


@dataclass
class Outcome:
    """What became of a file: how many rows, new ones, ones there were already, and what is wrong in which row."""

    total: int = 0
    created: int = 0
    skipped: int = 0
    failed: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)  # row, column's name, what is wrong
    written: bool = False


@flow
def import_properties(
    *, by: User, at: datetime, file_name: str, content: BinaryIO, owner: User | None = None, dry_run: bool = False
) -> Outcome:
    """Bring the listings of a file in, or with `dry_run` only look. Any wrong row, and nothing is written.

    A row that says what a listing of the owner's says already is passed over, so a file comes in once however often
    it is brought. Raises UnreadableFile, a ValidationError at `file`.
    """
    owner, sheet = chosen_owner(owner, by), open_sheet(file_name, _opener(content))
    columns = _columns_of(sheet)
    outcome, new = Outcome(), []
    known = {_likeness(listing) for listing in Property.objects.live().filter(owner=owner)}
    for number, cells in sheet.rows():
        outcome.total += 1
        if outcome.total > MOST_ROWS:
            raise UnreadableFile(_("في الملف أكثر من %(most)s. قسّمه.") % {"most": counted(MOST_ROWS, "row")})
        listing = _read(number, dict(zip(sheet.columns, cells, strict=True)), columns, owner, at, outcome)
        if listing is None:
            continue
        if _likeness(listing) in known:
            outcome.skipped += 1
            continue
        known.add(_likeness(listing))
        new.append(listing)
    outcome.created = len(new)
    if not dry_run and not outcome.failed:
        _write(new, by=by, at=at)
        outcome.written = True
    return outcome


def _write(new: list[Property], *, by: User, at: datetime) -> None:
    with acting(door=Door.IMPORT):
        insert_rows(new)
        record_history(new, ADDED, at=at)
    if new:
        signals.properties_imported.send(Property, listings=new, by=by, at=at)


def _opener(content: BinaryIO) -> Callable[[], BinaryIO]:
    whole = content.read()
    return lambda: BytesIO(whole)


@cache
def _names() -> dict[str, str]:
    """The column that each known header means, by its search key."""
    names = {search_key(str(column.header)): column.code for column in property_columns(with_owner=False)}
    names |= {column.code: column.code for column in property_columns(with_owner=False)}
    for code, written in OTHER_NAMES.items():
        names |= {search_key(name): code for name in written.replace("،", ",").split(",")}
    return names


def _columns_of(sheet: Sheet) -> dict[str, str]:
    """Which header of the file is which column; UnreadableFile when what is required is not there."""
    known = _names()
    columns = {header: known[search_key(header)] for header in sheet.columns if search_key(header) in known}
    missing = {"title", "type", "city", "price"} - set(columns.values())
    if missing:
        labels = [_label(name) for name in sorted(missing)]
        raise UnreadableFile(_("ينقص الملف: %(columns)s.") % {"columns": "، ".join(labels)})
    return columns


def _read(
    number: int, cells: Mapping[str, str], columns: Mapping[str, str], owner: User, at: datetime, outcome: Outcome
) -> Property | None:
    """The listing of one row; None for a wrong one, which the outcome then tells."""
    facts: dict[str, Any] = {}
    problems = []
    for header, code in columns.items():
        cell = cells[header].removeprefix("'").strip()
        if not cell or code not in READERS and code not in CODED:
            continue
        try:
            facts[code] = _value(code, cell)
        except (ValueError, ValidationError) as wrong:
            problems.append((number, header, _said(wrong)))
    listing = Property(owner=owner, status_changed_at=at, created_at=at, updated_at=at)
    if not problems:
        try:
            set_facts(listing, {**STATED, "purpose": Purpose.SALE, **facts}, was="", at=at)
        except ValidationError as wrong:
            problems += [(number, _label(code), " ".join(said)) for code, said in wrong.message_dict.items()]
    if problems:
        outcome.failed += 1
        outcome.problems += problems[: max(0, MOST_TOLD - len(outcome.problems))]
        return None
    return listing


def _value(code: str, cell: str) -> Any:
    return _coded(code, cell) if code in CODED else READERS[code](cell)


def _coded(code: str, cell: str) -> str:
    key = search_key(cell)
    for value, label in CODED[code].choices:
        if key in {search_key(str(value)), search_key(str(label))}:
            return str(value)
    if code == "purpose" and cell in PURPOSE_WORDS:
        return str(PURPOSE_WORDS[cell])
    raise ValueError(_("قيمة غير معروفة: «%(word)s».") % {"word": cell[:40]})


def _features(cell: str) -> dict[str, bool]:
    """«مسبح، بلا مصعد», as the export writes them."""
    codes = {search_key(str(label)): code for code, label in Feature.choices}
    without = f"{search_key(_('بلا'))} "
    told = {}
    for part in filter(None, (search_key(word) for word in cell.replace("،", ",").split(","))):
        name = part.removeprefix(without)
        if name not in codes:
            raise ValueError(_("ميزة غير معروفة: «%(word)s».") % {"word": name[:40]})
        told[codes[name]] = name == part
    return told


def _text(cell: str) -> str:
    return cell


READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("title", "city", "district", "description", "deed_number", "plan_number"), _text),
    **dict.fromkeys(("plot_number", "ad_license_number", "contract_number"), _text),
    **dict.fromkeys(("deed_date", "ad_license_expires_on", "contract_ends_on"), parse_date),
    **dict.fromkeys(("rooms", "bathrooms", "street_width", "age_years"), CountField().read),
    "price": parse_amount,
    "area": AreaField().read,
    "features": _features,
}


def _said(wrong: ValueError | ValidationError) -> str:
    return " ".join(wrong.messages) if isinstance(wrong, ValidationError) else str(wrong)


def _label(code: str) -> str:
    names: Iterator[str] = (str(one.verbose_name) for one in Property._meta.fields if one.name == code)
    return next(names, "")


def _likeness(listing: Property) -> tuple[Any, ...]:
    """What makes two listings one: the deed where there is one, else what one would describe it by."""
    if listing.deed_number:
        return ("deed", listing.deed_number, listing.plot_number)
    place = (listing.city_key, listing.district_key)
    return (search_key(listing.title), listing.type, listing.purpose, *place, listing.price, listing.area)
