"""A file as offices keep them, and what is to come of each row, known from how it was made, not from reading it.

Encodings, separators, headers by other names, every spelling of phones and sums, two rows of one phone, broken rows,
formulas, quoted line breaks, blank rows. Seeded: the same seed gives the same bytes.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from xlsxwriter import Workbook

FIELDS = ("name", "phone", "email", "status", "priority", "source", "budget", "city", "districts", "tags", "notes")
HEADERS = {
    "plain": "الاسم|الهاتف|البريد الإلكتروني|الحالة|الأولوية|المصدر|الميزانية|المدينة|الأحياء|الوسوم|الملاحظات",
    "office": "اسم العميل|رقم الجوال|ايميل|حالة العميل|الاولوية|مصدر العميل|الميزانيه|المدينه|الأحياء|وسوم|ملاحظات",
    "english": "Customer Name|Mobile No.|E-mail|Lead Status|Priority|Lead Source|Budget|City|Districts|Tags|Notes",
}
FIRST = "سارة محمد نورة عبدالله فهد ريم خالد هند سلطان مها عبدالرحمن أمل ناصر لطيفة تركي".split()
LAST = "العتيبي القحطاني الدوسري الشمري الحربي الغامدي الزهراني المطيري العنزي السبيعي".split()
CITIES = ("الرياض", "جدة", "الدمام", "مكة المكرمة", "الخبر")
DISTRICTS = ("النرجس", "الملقا", "الصحافة", "حطين", "الياسمين", "العارض")
TAGS = ("كاش", "VIP", "تمويل بنكي", "مستثمر", "عاجل")
NOTES = (
    "يفضل الاتصال مساءً",
    'قال: "أريد فيلا"، ثم سكت',
    "سطر أول\nسطر ثانٍ\nثالث",
    "زار الجناح; مرتين, وسأل",
    "السعر < 500 & كاش",
)
FORMULAS = ("=HYPERLINK(1)", "+cmd", "-2+3", "@SUM(A1)", "'=1")
STATUS_WORDS = {
    "new": ("جديد", "new", "جـديد", "New"),
    "contacted": ("تم التواصل", "تمّ التواصل", "contacted"),
    "qualified": ("مؤهل", "موهل", "qualified", "مهتم"),
    "viewing": ("معاينة", "معاينه", "viewing"),
    "negotiating": ("تفاوض", "قيد التفاوض", "Negotiating"),
    "converted": ("تم البيع", "converted", "won"),
    "on_hold": ("مؤجَّل", "مؤجل", "on hold"),
}
PRIORITY_WORDS = {"low": ("منخفضة", "منخفضه", "low"), "high": ("مرتفعة", "عالية", "مهم"), "urgent": ("عاجلة", "URGENT")}
SOURCE_WORDS = {"aqar": ("عقار", "Aqar"), "whatsapp": ("واتساب", "واتس اب"), "exhibition": ("معرض عقاري", "معرض")}
SUMS = (
    ("1,250,000", "1250000"),
    ("١٬٢٥٠٬٠٠٠", "1250000"),
    ("850 ألف", "850000"),
    ("1.2 مليون", "1200000"),
    ("مليون ونص", "1500000"),
    ("من 800 إلى 980 ألف", "980000"),
    ("نصف مليون ريال", "500000"),
    ("750000.50", "750000.50"),
)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass
class ExpectedRow:
    """What is to come of a row: `values` as the create flow takes them, or the fields that are wrong.

    `same_as` is the number of the earlier good row with its phone: the same person twice in one file.
    """

    number: int
    values: dict[str, Any]
    wrong: frozenset[str] = frozenset()
    same_as: int | None = None


@dataclass
class Mess:
    name: str
    content: bytes
    rows: list[ExpectedRow] = field(default_factory=list)
    fields: tuple[str, ...] = FIELDS

    @property
    def good(self) -> list[ExpectedRow]:
        """The rows that become customers of an empty book."""
        return [row for row in self.rows if not row.wrong and row.same_as is None]


def make_mess(
    seed: int = 1, *, rows: int = 5000, format: str = "csv", encoding: str = "utf-8-sig", separator: str = ","
) -> Mess:
    """A messy file of so many rows. `format` is csv or xlsx, `encoding` and `separator` are the CSV's."""
    random = Random(seed)  # noqa: S311 (a test's)
    writable = _encodable(encoding if format == "csv" else "utf-8")
    headers = HEADERS[random.choice(list(HEADERS))].split("|")
    lines: list[list[str]] = [headers]
    expected: list[ExpectedRow] = []
    seen: dict[str, int] = {}
    while len(expected) < rows:
        if random.random() < 0.01:
            lines.append([])
        row, cells = _row(random, len(lines) + 1, list(seen), writable)
        if not row.wrong:
            row.same_as = seen.get(row.values["phone"])
            seen.setdefault(row.values["phone"], row.number)
        expected.append(row)
        lines.append(cells)
    if format == "xlsx":
        return Mess("العملاء.xlsx", _xlsx(random, lines), expected)
    return Mess("العملاء.csv", _csv(random, lines, separator).encode(encoding), expected)


def _encodable(encoding: str) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            return False
        return True

    return fits


def _row(
    random: Random, number: int, phones: list[str], writable: Callable[[str], bool]
) -> tuple[ExpectedRow, list[str]]:
    """One row: mostly whole, some of it missing, one in ten broken, one in twenty somebody who was there already."""
    values: dict[str, Any] = {}
    cells = dict.fromkeys(FIELDS, "")

    def put(name: str, value: Any, *spellings: str) -> None:
        values[name] = value
        cells[name] = random.choice([spelling for spelling in spellings if writable(spelling)])

    name = f"{random.choice(FIRST)} {random.choice(LAST)} {number}"
    put("name", name, name, f"  {name} ", name.replace(" ", "  "), f"<b>{name}</b>", f"\u200f{name}")
    if random.random() < 0.02:
        formula = random.choice(FORMULAS)
        put("name", formula, formula)
    again = phones and random.random() < 0.05
    phone = random.choice(phones) if again else f"+9665{random.randrange(10**8):08}"
    put("phone", phone, *_spellings(phone))
    if random.random() < 0.6:
        put("email", f"c{number}@example.com", f"c{number}@example.com", f" C{number}@Example.COM ")
    for coded, words in (("status", STATUS_WORDS), ("priority", PRIORITY_WORDS), ("source", SOURCE_WORDS)):
        if random.random() < 0.7:
            code = random.choice(list(words))
            put(coded, code, *words[code])
    if random.random() < 0.6:
        spelling, amount = random.choice([each for each in SUMS if writable(each[0])])
        put("budget", Decimal(amount), spelling)
    if random.random() < 0.5:
        city = random.choice(CITIES)
        put("city", city, city)
    for listed, words in (("districts", DISTRICTS), ("tags", TAGS)):
        if random.random() < 0.5:
            chosen = random.sample(words, random.randint(1, 3))
            put(listed, chosen, "، ".join(chosen), "،".join(chosen), ", ".join(chosen), " / ".join(chosen))
    if random.random() < 0.5:
        notes = random.choice(NOTES)
        put("notes", notes, notes)
    for empty in ("email", "budget", "city", "tags"):
        if empty not in values and random.random() < 0.1:
            cells[empty] = random.choice(("-", "لا يوجد", "#N/A", "N/A"))
    wrong = _break(random, cells) if random.random() < 0.1 else frozenset()
    return ExpectedRow(number, values, wrong), list(cells.values())


def _spellings(phone: str) -> list[str]:
    local = phone.removeprefix("+966")
    spaced = f"0{local[:2]} {local[2:5]} {local[5:]}"
    return [
        *(phone, local, f"0{local}", f"00966{local}", f"966{local}", spaced, spaced.replace(" ", "-")),
        *(f"+966 (0){local}", f"0{local}".translate(EASTERN), f"'0{local}", f"966{local}.0", f"\u200e{phone}"),
    ]


def _break(random: Random, cells: dict[str, str]) -> frozenset[str]:
    """Make one cell wrong, as people do; the field where that is to be said."""
    name, cell = random.choice(
        (
            ("name", ""),
            ("phone", ""),
            ("phone", "05O1234567"),
            ("phone", "05012345"),
            ("phone", "9.66501E+11"),
            ("email", "wijdan@"),
            ("email", "ليس بريدًا"),
            ("status", "زبون دائم"),
            ("budget", "اكثر من مليون"),
            ("budget", "2.500"),
            ("status", "خسارة"),
        )
    )
    cells[name] = cell
    return frozenset({"lost_reason" if cell == "خسارة" else name})


def _csv(random: Random, lines: list[list[str]], separator: str) -> str:
    """Some cells quoted though they need not be; some rows without their last, empty cells; one end of line for all."""
    buffer = io.StringIO()
    end = random.choice(("\r\n", "\n"))
    needed = csv.writer(buffer, delimiter=separator, lineterminator=end)
    always = csv.writer(buffer, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    for number, cells in enumerate(lines):
        guarded = [f"'{cell}" if cell in FORMULAS else cell for cell in cells]
        while number and guarded and not guarded[-1] and random.random() < 0.5:
            guarded.pop()
        random.choice((needed, always)).writerow(guarded)
    return buffer.getvalue()


def _xlsx(random: Random, lines: list[list[str]]) -> bytes:
    """Texts, but some phones and sums as numbers."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        sheet = book.add_worksheet("العملاء")
        sheet.right_to_left()
        for line, cells in enumerate(lines):
            for place, cell in enumerate(cells):
                if cell.isascii() and cell.isdigit() and not cell.startswith("00") and random.random() < 0.7:
                    sheet.write_number(line, place, int(cell))
                elif cell:
                    sheet.write_string(line, place, cell)
    return buffer.getvalue()
