"""Phone books: vCard 2.1, 3.0 and 4.0, a row a card (rules: Import and export)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sheets import UnreadableFile
from tests.imports import sheet_in

COLUMNS = ["الاسم", "الجوال", "واتساب", "البريد الإلكتروني", "المدينة", "الوسوم", "الملاحظات"]


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def read(text: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    sheet = sheet_in("جهات.vcf", text.encode(encoding))
    assert (sheet.format, sheet.columns) == ("vcf", COLUMNS)
    return [
        {column: cell for column, cell in zip(COLUMNS, cells, strict=True) if cell} for _number, cells in sheet.rows()
    ]


def test_a_card_of_a_new_phone():
    text = card(
        "N:العتيبي;سارة;محمد;;",
        "FN:سارة العتيبي",
        "ORG:شركة دار;المبيعات",
        "TITLE:مديرة",
        "item1.TEL;type=CELL;type=VOICE;type=pref:+966 50 123 4567",
        "item2.EMAIL;type=INTERNET:sara@example.com",
        "ADR;type=HOME:;;شارع العليا;الرياض;;12345;",
        "CATEGORIES:كاش,VIP",
        "NOTE:سطر\\nثانٍ\\, وفاصلة\\; و\\\\",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ",
        " AAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBw",
    )
    assert read(text) == [
        {
            "الاسم": "سارة العتيبي",
            "الجوال": "+966 50 123 4567",
            "البريد الإلكتروني": "sara@example.com",
            "المدينة": "الرياض",
            "الوسوم": "كاش، VIP",
            "الملاحظات": "سطر\nثانٍ, وفاصلة; و\\\nجهة العمل: شركة دار - المبيعات\nالمسمى: مديرة",
        }
    ]


def test_a_card_of_an_old_phone():
    text = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=A7=D9=84=D8=B9=D8=AA=D9=8A=D8=A8=D9=8A;=D8=B3=D8=A7=",
        "=D8=B1=D8=A9;;;",
        "TEL;CELL;PREF:0501234567",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=WINDOWS-1256:=D3=C7=D1=C9=0D=0A=C3",
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ",
        " AAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBw==",
        "",
        version="2.1",
    )
    assert read(text) == [{"الاسم": "سارة العتيبي", "الجوال": "0501234567", "الملاحظات": "سارة\r\nأ"}]


def test_letters_that_an_old_phone_does_not_name_are_told_by_their_look():
    text = card("FN;ENCODING=QUOTED-PRINTABLE:=D3=C7=D1=C9", "TEL;CELL:0501234567", version="2.1")
    assert read(text)[0]["الاسم"] == "سارة"


def test_a_card_of_version_4():
    text = card("FN:سارة", 'TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+966-50-123-4567;ext=1', version="4.0")
    assert read(text) == [{"الاسم": "سارة", "الجوال": "tel:+966-50-123-4567"}]


def test_a_folded_line_is_one():
    text = card("FN:سارة ال", " عتيبي", "NOTE:أ", "\tب", "TEL:0501234567")
    assert read(text) == [{"الاسم": "سارة العتيبي", "الجوال": "0501234567", "الملاحظات": "أب"}]


PHONES = [
    (["HOME:0112345678", "CELL:0501234567"], {"الجوال": "0501234567", "الملاحظات": "رقم آخر: 0112345678"}),
    (["CELL:0501234567", "CELL:0507654321"], {"الجوال": "0501234567", "واتساب": "0507654321"}),
    (["CELL:0501234567", "CELL:+966501234567"], {"الجوال": "0501234567"}),
    (["WORK:0112345678"], {"الجوال": "0112345678"}),
    (["WORK:920012345", "CELL:123"], {"الجوال": "920012345", "الملاحظات": "رقم آخر: 123"}),
    (["CELL:0501234567", "CELL;PREF:0507654321"], {"الجوال": "0507654321", "واتساب": "0501234567"}),
    (
        ["CELL:0501234567", "WORK:0112345678", "CELL:0507654321"],
        {"الجوال": "0501234567", "واتساب": "0507654321", "الملاحظات": "رقم آخر: 0112345678"},
    ),
    ([], {}),
]


@pytest.mark.parametrize(("tels", "expected"), PHONES)
def test_the_mobile_is_called_and_another_one_has_whatsapp(tels, expected):
    assert read(card("FN:سارة", *(f"TEL;{tel}" for tel in tels))) == [{"الاسم": "سارة", **expected}]


NAMES = [
    (["FN:سارة", "N:العتيبي;سارة;;;"], "سارة"),
    (["FN:", "N:العتيبي;سارة;محمد;;"], "سارة محمد العتيبي"),
    (["N:العتيبي"], "العتيبي"),
    (["NICKNAME:أم فهد"], "أم فهد"),
    (["ORG:شركة دار"], "شركة دار"),
    ([], None),
]


@pytest.mark.parametrize(("lines", "name"), NAMES)
def test_a_card_is_called_by_the_best_name_it_has(lines, name):
    [row] = read(card(*lines, "TEL:0501234567"))
    assert row.get("الاسم") == name
    assert "الملاحظات" not in row


BROKEN = [
    "هذا سطر بلا معنى",
    "FN سارة",
    "TEL;X-عمل:0551234567",
    'TEL;TYPE="cell:0551234567',
    "NOTE;ENCODING=QUOTED-PRINTABLE:=ZZ=",
    "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=no-such:=D8=",
    "NOTE;ENCODING=BASE64:!!!",
    ":",
    ";;;:",
    "X-JUNK:" + "x" * 200_000,
    "END",
    "ADR:;",
]


@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_line_loses_neither_its_card_nor_the_others(line):
    book = card("FN:سارة", line, "TEL:0501234567") + card("FN:هند", "TEL:0507654321")
    names = [row["الاسم"] for row in read(book)]
    assert names == ["سارة", "هند"]


def test_a_card_that_does_not_end_ends_where_the_next_begins():
    book = "BEGIN:VCARD\nFN:سارة\nTEL:0501234567\n" + card("FN:هند", "TEL:0507654321") + "BEGIN:VCARD\nFN:ريم\n"
    assert [row["الاسم"] for row in read(book)] == ["سارة", "هند", "ريم"]


def test_the_first_card_is_row_2_and_an_empty_one_keeps_its_number():
    book = card("FN:سارة") + card() + card("FN:هند")
    assert [number for number, _cells in sheet_in("x.vcf", book.encode()).rows()] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256"])
def test_a_book_is_read_in_its_encoding(encoding):
    assert read(card("FN:سارة", "TEL:0501234567"), encoding)[0]["الاسم"] == "سارة"


@given(st.lists(st.text(alphabet=st.sampled_from('FNTEL:;="\\, \tO=0D8سQUOTED-PRINTABLE'), max_size=60), max_size=8))
@settings(deadline=None)
def test_any_card_is_read_or_refused(lines):
    try:
        rows = list(sheet_in("x.vcf", card(*lines).encode()).rows())
    except UnreadableFile:
        return
    assert all(len(cells) == len(COLUMNS) for _number, cells in rows)
