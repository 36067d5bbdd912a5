"""Whatever file people bring becomes rows of texts, or is refused in a sentence (rules: Import and export)."""

import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sheets import LONGEST_CELL, UnreadableFile
from tests.imports import sheet_in

TABLE = 'الاسم,الجوال,ملاحظات\nسعد,0501234567,"سطر\nثانٍ, و""قول"""\n\nهند,0507654321,\n'
ROWS = [(2, ["سعد", "0501234567", 'سطر\nثانٍ, و"قول"']), (4, ["هند", "0507654321", ""])]


def rows(content: bytes | str, name: str = "x.csv"):
    return list(sheet_in(name, content.encode() if isinstance(content, str) else content).rows())


def columns(content: bytes | str):
    return sheet_in("x.csv", content.encode() if isinstance(content, str) else content).columns


def refusal(content: bytes, name: str = "x.csv") -> str:
    with pytest.raises(UnreadableFile) as refused:
        list(sheet_in(name, content).rows())
    return refused.value.message_dict["file"][0]


def workbook(*lines, **options) -> bytes:
    """A workbook with these rows on its one sheet."""
    book = openpyxl.Workbook(**options)
    for line in lines:
        book.active.append(line)
    return saved(book)


def saved(book) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The workbook with some parts replaced; `sheet` is its first sheet."""
    replaced = {"xl/worksheets/sheet1.xml": parts["sheet"]} if "sheet" in parts else parts
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, replaced.get(name, source.read(name)))
    return buffer.getvalue()


def sheet_xml(data: str, dimension: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}">{dimension}<sheetData>{data}</sheetData></worksheet>'.encode()


# ---------------------------------------------------------------- CSV


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1256"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_end_of_line_gives_the_same_table(encoding, separator, end):
    text = f'الاسم{separator}الجوال{end}"سعد{separator} 3"{separator}050{end}{end}هند{separator}"05""1"{end}'
    sheet = sheet_in("عملاء.csv", text.encode(encoding))
    assert (sheet.format, sheet.columns) == ("csv", ["الاسم", "الجوال"])
    assert list(sheet.rows()) == [(2, [f"سعد{separator} 3".strip(), "050"]), (4, ["هند", '05"1'])]


def test_quoted_line_breaks_stay_in_their_cell_and_blank_rows_keep_their_number():
    assert rows(TABLE) == ROWS


def test_rows_can_be_asked_for_again():
    sheet = sheet_in("x.csv", TABLE.encode())
    assert list(sheet.rows()) == list(sheet.rows()) == ROWS
    assert sheet.first_rows(1) == [ROWS[0][1]]


def test_a_workbook_can_be_read_again_also_after_a_look_at_its_first_rows():
    sheet = sheet_in("x.xlsx", workbook(["الاسم", "الجوال"], *[["سعد", n] for n in range(500)]))
    assert sheet.first_rows(2) == [["سعد", "0"], ["سعد", "1"]]
    assert list(sheet.rows()) == list(sheet.rows()) == [(n + 2, ["سعد", str(n)]) for n in range(500)]


def test_utf_16_without_its_mark_is_told_by_the_look_of_its_bytes():
    assert columns("name,phone\nali,1\n".encode("utf-16-le")) == ["name", "phone"]
    assert columns("name,phone\nali,1\n".encode("utf-16-be")) == ["name", "phone"]


def test_utf_8_with_a_broken_byte_is_still_utf_8():
    content = TABLE.encode()
    broken = content[:-12] + b"\xd8," + content[-12:]
    assert columns(broken) == ["الاسم", "الجوال", "ملاحظات"]


def test_excels_line_about_the_separator_is_no_row():
    assert rows("sep=;\r\nالاسم;الجوال\r\nسعد, و;050\r\n") == [(2, ["سعد, و", "050"])]
    assert rows("\ufeffsep=|\nالاسم|الجوال\nسعد|050\n") == [(2, ["سعد", "050"])]


SEPARATORS = [
    ("الاسم;الجوال;الميزانية\nسعد;050;1,200,000\nهند;051;1,300,000\nريم;052;1,400,000\n", 3),
    ("الاسم,ملاحظات\nسعد,أ;ب;ج\nهند,أ;ب;ج\n", 2),
    ("الاسم\tملاحظات\nسعد\tأ, ب, ج\nهند\tأ, ب; ج\n", 2),
    ('الاسم,ملاحظات\nسعد,"أ\tب\nج;د;ه"\nهند,"أ;ب;ج"\n', 2),
    ("الجوال\n0501234567\n0501234568\n", 1),
    ("قائمة العملاء\n\nالاسم;الجوال\nسعد, الأول;050\n", 2),
    ("الاسم,الجوال\nسعد\nهند\nريم\n", 2),
]


@pytest.mark.parametrize(("text", "width"), SEPARATORS)
def test_the_separator_is_what_parts_the_rows_evenly(text, width):
    assert len(columns(text)) == width


STRAY = [
    ('الاسم,الجوال\n"أبو سعد,050\nهند,051\n', [(2, ['"أبو سعد', "050"]), (3, ["هند", "051"])]),
    ('الاسم,الجوال\n"أبو سعد,050\n"هند, و",051\n', [(2, ['"أبو سعد', "050"]), (3, ["هند, و", "051"])]),
    ('الاسم,الجوال\nأبو "سعد",050\nهند,051\n', [(2, ['أبو "سعد"', "050"]), (3, ["هند", "051"])]),
    ('الاسم,الجوال\n"سعد" العتيبي,050\n', [(2, ["سعد العتيبي", "050"])]),
    ('الاسم,الجوال\nسعد, "050, 051"\n', [(2, ["سعد", "050, 051"])]),
]


@pytest.mark.parametrize(("text", "expected"), STRAY)
def test_a_stray_quote_takes_no_other_row_with_it(text, expected):
    assert rows(text) == expected


def test_a_quote_that_never_ends_takes_no_row_of_a_long_file_with_it():
    lines = [f"عميل {n},05{n:08}" for n in range(20_000)]
    found = rows("الاسم,الجوال\n" + '"سعد,0501\n' + "\n".join(lines))
    assert (len(found), found[0], found[-1][0]) == (20_001, (2, ['"سعد', "0501"]), 20_002)


def test_the_guard_of_our_export_is_taken_off():
    assert rows("الاسم,الجوال\n'=1+1,'+966501234567\n''=2,'سعد\n") == [
        (2, ["=1+1", "+966501234567"]),
        (3, ["'=2", "'سعد"]),
    ]


def test_rows_are_as_wide_as_the_table():
    text = "الاسم,الجوال,المدينة\nسعد\nهند,051,جدة,,\n"
    assert rows(text) == [(2, ["سعد", "", ""]), (3, ["هند", "051", "جدة"])]


def test_a_cell_is_bounded_beyond_what_any_field_holds():
    assert len(rows(f"الاسم,ملاحظات\nسعد,{'م' * 50_000}\n")[0][1][1]) == LONGEST_CELL


def test_nul_never_reaches_a_row():
    text = "name,notes\n" + "a,b\n" * 30_000 + "c,d\0e\n"
    assert rows(text)[-1] == (30_002, ["c", "de"])


# ---------------------------------------------------------------- headers


def test_blank_headers_are_called_by_their_place_and_equal_ones_are_counted():
    text = "الجوال,,الجوال,الجوال\n050,x,051,052\n"
    assert columns(text) == ["الجوال", "عمود 2", "الجوال (2)", "الجوال (3)"]


def test_a_column_without_header_is_there_when_it_holds_something():
    assert columns("الاسم,الجوال,,\nسعد,050,,\n") == ["الاسم", "الجوال"]
    assert columns("الاسم,الجوال\nسعد,050,جدة\n") == ["الاسم", "الجوال", "عمود 3"]


def test_headers_are_one_plain_line():
    assert columns('"رقم\n  الجوال","\u200fالاسم"\n050,سعد\n') == ["رقم الجوال", "الاسم"]


def test_a_title_above_the_table_is_passed_by():
    assert rows("عملاء معرض 2026,,\n\nالاسم,الجوال,المدينة\nسعد,050,جدة\n") == [(4, ["سعد", "050", "جدة"])]


def test_a_first_row_with_somebody_in_it_is_no_header():
    sheet = sheet_in("x.csv", "سعد,0501234567\nهند,0507654321\n".encode())
    assert sheet.columns == ["عمود 1", "عمود 2"]
    assert [number for number, _cells in sheet.rows()] == [1, 2]
    assert columns("سعد,saad@example.com\n") == ["عمود 1", "عمود 2"]


# ---------------------------------------------------------------- Excel


def test_cells_read_as_a_person_would_write_them():
    # what a sheet knows of time has no zone
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC).replace(tzinfo=None)
    line = ["سعد", 501234567, 966501234567.0, 9.66501234567e11, 1250000.5, 0.1 + 0.2, at, date(2026, 1, 2)]
    line += [time(9, 5), timedelta(hours=2), True, False, "#N/A", "=1+1", None, " x ", "أ_x000D_ب"]
    [(number, cells)] = rows(workbook([f"ع{n}" for n in range(len(line))], line))
    assert number == 2
    assert cells[:8] == [
        *("سعد", "501234567", "966501234567", "966501234567", "1250000.5", "0.3"),
        *("2026-11-23 09:30", "2026-01-02 00:00"),
    ]
    assert cells[8:] == ["09:05", "2:00:00", "نعم", "لا", "", "", "", "x", "أ\rب"]


def test_a_formula_gives_the_value_it_last_had():
    cell = '<row r="1"><c r="A1" t="str"><v>الجوال</v></c></row><row r="2"><c r="A2"><f>5+5</f><v>10</v></c></row>'
    assert rows(repacked(workbook(), sheet=sheet_xml(cell))) == [(2, ["10"])]


def test_the_first_sheet_with_anything_on_it_is_read_and_hidden_ones_last():
    book = openpyxl.Workbook()
    book.active.title = "فارغة"
    hidden, seen = book.create_sheet("قوائم"), book.create_sheet("العملاء")
    hidden.append(["جديد"])
    hidden.sheet_state = "hidden"
    seen.sheet_view.rightToLeft = True
    seen.append(["الاسم", "الجوال"])
    seen.append(["سعد", 501234567])
    assert rows(saved(book)) == [(2, ["سعد", "501234567"])]


def test_blank_rows_keep_their_number():
    content = workbook(["الاسم", "الجوال"], [], [None, " "], ["سعد", "050"])
    assert rows(content) == [(4, ["سعد", "050"])]


@pytest.mark.parametrize("claim", ['<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>', ""])
def test_what_a_sheet_claims_of_its_size_is_not_believed(claim):
    data = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>س{row}</t></is></c><c r="B{row}"><v>{row}</v></c></row>'
        for row in (1, 2, 1_048_576)
    )
    content = repacked(workbook(), sheet=sheet_xml(data, claim))
    assert rows(content) == [(2, ["س2", "2"]), (1_048_576, ["س1048576", "1048576"])]


def test_a_row_number_past_every_sheet_ends_it():
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999999"><c r="A999999999999"><v>2</v></c></row>'
    assert rows(repacked(workbook(), sheet=sheet_xml(data))) == []


def test_a_sheet_with_a_format_down_to_its_bottom_ends_where_its_table_does():
    data = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in (1, 2))
    data += "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 10_100))
    data += '<row r="10100"><c r="A10100"><v>3</v></c></row>'
    assert rows(repacked(workbook(), sheet=sheet_xml(data))) == [(2, ["1"])]


def test_a_stray_cell_far_to_the_right_is_no_column():
    book = openpyxl.Workbook()
    for line in (["الاسم", "الجوال"], ["سعد", "050"]):
        book.active.append(line)
    book.active["XFD2"] = "x"
    assert rows(saved(book)) == [(2, ["سعد", "050"])]


# ---------------------------------------------------------------- what is refused


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


REFUSED = [
    (b"", "فارغ"),
    (b" \n\r\n\t", "فارغ"),
    (b"\xef\xbb\xbf", "لا صفوف"),
    (b",,,\n,,\n", "لا صفوف"),
    (b"%PDF-1.7\n%\xe2\xe3", "غير معروفة"),
    (b"\x89PNG\r\n\x1a\n", "غير معروفة"),
    (b"\x1f\x8b\x08\x00", "غير معروفة"),
    (b"<html><table><tr><td>x</td></tr></table></html>", "غير معروفة"),
    (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "غير معروفة"),
    (bytes(10_000), "ليس ملفًا نصيًا"),
    (b"name,phone\n\x00\x01\x02\x00\x00", "ليس ملفًا نصيًا"),
    (bytes(range(1, 32)) * 20, "ليس ملفًا نصيًا"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "xls القديمة"),
    (locked(), "كلمة مرور"),
    (b"PK\x03\x04 and nothing of an archive", "تالف"),
    (zipped(word__document_xml=b"<x/>"), "ليس ملف Excel"),
    (zipped(), "ليس ملف Excel"),
    (b"BEGIN:VCARD\nEND:VCARD\n", "لا جهات اتصال"),
    ((",".join(["x"] * 101)).encode(), "أعمدة أكثر من 100"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_what_is_no_table_is_refused_with_the_reason(content, reason):
    assert reason in refusal(content)


def test_json_is_no_table():
    assert "غير معروفة" in refusal(b'[{"a": 1}]', "x.json")


def test_the_bytes_say_what_a_file_is_before_its_name_does():
    assert sheet_in("x.csv", workbook(["الاسم"], ["سعد"])).format == "xlsx"
    assert sheet_in("x.xlsx", "الاسم,الجوال\nسعد,050\n".encode()).format == "csv"
    assert sheet_in("x.txt", b"BEGIN:VCARD\nFN:x\nEND:VCARD").format == "vcf"


def test_more_rows_than_may_be_are_refused_when_they_are_met(settings):
    settings.IMPORT_MOST_ROWS = 3
    assert len(rows("الاسم\n" + "سعد\n" * 3)) == 3
    assert "أكثر من 3 صفوف" in refusal(("الاسم\n" + "سعد\n" * 4).encode())


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_unread():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _block in range(310):
                part.write(bytes(10**6))
    assert len(bomb.getvalue()) < 10**6
    assert "أكبر من المسموح" in refusal(bomb.getvalue())


def test_a_workbook_of_very_many_parts_is_refused_unread():
    parts = {f"xl__{n}.xml": b"" for n in range(5001)}
    assert "أكبر من المسموح" in refusal(zipped(**parts))


def test_a_workbook_whose_part_is_locked_is_refused():
    content = bytearray(workbook(["الاسم"]))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    assert "كلمة مرور" in refusal(bytes(content))


def test_entities_in_a_workbook_blow_nothing_up():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>'
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l29;</t></is></c></row>'
    assert "تالف" in refusal(repacked(workbook(), sheet=head.encode() + sheet_xml(data)))


def test_a_workbook_that_breaks_off_is_refused():
    content = workbook(["الاسم", "الجوال"], *[["سعد", n] for n in range(500)])
    assert "تالف" in refusal(content[: len(content) // 2])
    half = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')[:-30]
    assert "تالف" in refusal(repacked(workbook(), sheet=half))


# ---------------------------------------------------------------- anything at all


def read_or_refused(content: bytes) -> None:
    """Nothing but UnreadableFile is raised, and what is read is a table of texts that every database holds."""
    try:
        sheet = sheet_in("x.csv", content)
        found = list(sheet.rows())
    except UnreadableFile:
        return
    assert len(set(sheet.columns)) == len(sheet.columns)
    assert {len(cells) for _number, cells in found} <= {len(sheet.columns)}
    text = "".join(cell for _number, cells in found for cell in cells)
    assert "\0" not in text
    text.encode()  # no half of a pair


STARTS = [
    b"",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"BEGIN:VCARD\n",
    b"sep=;\n",
    b"\xd0\xcf\x11\xe0",
]


@given(st.sampled_from(STARTS), st.binary(max_size=2000))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(start, content):
    read_or_refused(start + content)


@given(st.text(alphabet=st.sampled_from("ا,;\t\"'\n\r =@0a\0\ufeff"), max_size=300), st.sampled_from(ENCODINGS))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text, encoding):
    read_or_refused(text.encode(encoding, "ignore"))


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(deadline=None)
def test_a_workbook_damaged_anywhere_is_read_or_refused(place, damage):
    content = workbook(["الاسم", "الجوال"], ["سعد", 501234567])
    place %= len(content)
    read_or_refused(content[:place] + damage + content[place + len(damage) :])


@given(st.text(alphabet=st.sampled_from('<>/"= rcvtsA1XFD9&;sharedinlineStr-eE.+'), max_size=120))
@settings(deadline=None)
def test_a_sheet_with_anything_in_it_is_read_or_refused(text):
    read_or_refused(repacked(workbook(["الاسم"]), sheet=sheet_xml(text)))
    read_or_refused(repacked(workbook(["الاسم"]), sheet=sheet_xml(f'<row r="1"><c r="A1" {text}</c></row>')))
