"""Which field a column holds (rules: Import and export)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.exports import customer_columns
from crm.imports.columns import FIELDS, NOT_IMPORTED, SKIPPED, Guess, importable_fields, recognise
from crm.imports.synonyms import LIKELY, SURE, field_called


def guess(header: str, *cells: str, manager: bool = True) -> tuple[str, str]:
    return tuple(recognise([header], [[cell] for cell in cells], for_manager=manager)[0])


@pytest.mark.parametrize("column", customer_columns(with_owner=True), ids=lambda column: column.code)
def test_our_own_export_is_known_whole(column):
    assert guess(str(column.header)) == (column.code, "sure")
    assert column.code in FIELDS or column.code in NOT_IMPORTED


def test_every_field_that_can_be_guessed_is_known():
    assert {*SURE, *LIKELY} - {"first_name"} <= {*FIELDS, *NOT_IMPORTED}


SURELY = [
    *[(header, "name") for header in ("اسم العميل", "الاسم الكامل", "الإسم", "Full Name", "NAME", "Customer Name")],
    *[(header, "phone") for header in ("الجوال", "رقم الجوال", "جوال العميل", "الهاتف", "رقم الهاتف", "موبايل")],
    *[(header, "phone") for header in ("phone", "Mobile", "MOBILE NO.", "Phone 1 - Value", "Contact Number", "جـوال")],
    *[(header, "email") for header in ("ايميل", "البريد", "إيميل", "E-mail", "E-mail 1 - Value", "بريد الكتروني")],
    *[(header, "whatsapp") for header in ("واتساب", "رقم الواتساب", "واتس اب", "WhatsApp")],
    *[(header, "budget") for header in ("الميزانية", "الميزانيه", "Budget")],
    *[(header, "districts") for header in ("الأحياء", "الاحياء المطلوبة")],
    *[(header, "notes") for header in ("ملاحظات", "الملاحظات", "ملاحظه", "Notes", "Comments")],
    *[(header, "tags") for header in ("الوسوم", "التصنيف", "Labels", "Group Membership")],
    *[(header, "owner") for header in ("الوسيط", "المسوق", "Assigned To")],
    ("المصدر", "source"),
    ("الحالة", "status"),
    ("Lead Status", "status"),
    ("الأولوية", "priority"),
    ("المدينة", "city"),
    ("سبب الخسارة", "lost_reason"),
    ("الاسم الأول", "name"),
    ("First Name", "name"),
    ("م", "id"),
    ("#", "id"),
]


@pytest.mark.parametrize(("header", "field"), SURELY)
def test_headers_are_known_by_arabic_and_english_synonyms(header, field):
    assert guess(header) == (field, "sure")


TO_CONFIRM = [
    ("السعر المطلوب", "budget"),
    ("الحي", "districts"),
    ("Phone 2 - Value", "whatsapp"),
    ("الجوال (مهم جدًا)", "phone"),
    ("الطلب", "notes"),
]


@pytest.mark.parametrize(("header", "field"), TO_CONFIRM)
def test_what_may_mean_something_else_is_to_be_confirmed(header, field):
    assert guess(header) == (field, "ask")


@pytest.mark.parametrize("header", ["رقم الاستمارة", "عمود 3", "Birthday", "", "!!", "E-mail 1 - Label", "x" * 500])
def test_what_is_no_field_is_left_out(header):
    assert guess(header) == SKIPPED


BY_CELLS = [
    (("0501234567", "٠٥٠٧٦٥٤٣٢١", "-"), "phone"),
    (("a@example.com", "لا يوجد", "b@example.com"), "email"),
    (("جديد", "تفاوض", "تم البيع"), "status"),
    (("مرتفعة", "عاجلة"), "priority"),
    (("سناب شات", "حراج"), "source"),
    (("مشتري", "مستأجر"), "kind"),
    (("850,000", "1.2 مليون"), "budget"),
    (("سارة العتيبي", "عبد الله بن فهد"), "name"),
]


@pytest.mark.parametrize(("cells", "field"), BY_CELLS)
def test_a_column_with_no_telling_name_is_guessed_from_its_cells_and_to_be_confirmed(cells, field):
    assert guess("عمود 1", *cells) == (field, "ask")


@pytest.mark.parametrize("cells", [("114", "115", "116"), ("نعم", "لا"), ("-", "لا يوجد"), ()])
def test_cells_that_tell_nothing_are_left_out(cells):
    assert guess("عمود 1", *cells) == SKIPPED


def test_a_sure_name_over_cells_that_do_not_fit_is_to_be_confirmed():
    assert guess("الجوال", "سارة", "هند", "ريم") == ("phone", "ask")
    assert guess("النوع", "فيلا", "شقة", "أرض") == ("kind", "ask")
    assert guess("Type", "فيلا", "شقة", "أرض") == SKIPPED
    assert guess("الاسم", "سعد", "هند") == ("name", "sure")
    assert guess("الميزانية", "مليون ونص", "حسب العرض") == ("budget", "sure")


def test_a_field_is_guessed_once_and_a_second_phone_may_be_for_whatsapp():
    phones = ["0501234567", "0507654321", "0551234567"]
    guesses = recognise(["الجوال", "الهاتف", "موبايل"], [phones], for_manager=True)
    assert guesses == [Guess("phone", "sure"), Guess("whatsapp", "ask"), SKIPPED]
    fits_better = recognise(["الجوال", "الهاتف"], [["غير معروف", "0507654321"], ["سارة", ""]], for_manager=True)
    assert fits_better == [SKIPPED, Guess("phone", "sure")]


def test_a_sure_column_comes_before_one_to_confirm():
    assert recognise(["السعر", "الميزانية"], [], for_manager=True) == [SKIPPED, Guess("budget", "sure")]


NAMES = [
    (["الاسم الأول", "اسم العائلة"], [("name", "sure"), ("last_name", "sure")]),
    (["First Name", "Middle Name", "Last Name"], [("name", "sure"), SKIPPED, ("last_name", "sure")]),
    (["Name", "Given Name", "Family Name"], [("name", "sure"), SKIPPED, SKIPPED]),
    (["الاسم", "اسم العائلة"], [("name", "sure"), ("last_name", "ask")]),
    (["اسم العائلة"], [("name", "ask")]),
]


@pytest.mark.parametrize(("headers", "guesses"), NAMES)
def test_a_name_in_two_columns_is_one(headers, guesses):
    assert recognise(headers, [], for_manager=True) == guesses


def test_whose_a_customer_is_is_for_managers_to_say():
    assert guess("الوسيط", manager=False) == SKIPPED
    assert "owner" not in importable_fields(for_manager=False)
    assert importable_fields(for_manager=True)["owner"] == "الوسيط"
    assert list(importable_fields(for_manager=True))[:2] == ["name", "last_name"]


def test_the_mock_ups_file():
    headers = ["اسم العميل", "جوال", "ايميل", "الميزانيه", "الحي", "ملاحظات", "رقم الاستمارة"]
    rows = [
        ["عبدالرحمن الزامل", "0550001177", "a.zamil@mail.example", "1,200,000", "النرجس", "يفضل الاتصال مساءً", "114"],
        ["غادة البشر", "+966 54 000 2211", "ghada@mail.example", "850 ألف", "الصحافة", "تمويل بنكي", "115"],
        ["ناصر اليامي", "05O0003390", "", "مليون ونص", "العارض", "زار الجناح مرتين", "116"],
    ]
    fields = [tuple(each) for each in recognise(headers, rows, for_manager=False)]
    assert fields[:4] == [("name", "sure"), ("phone", "sure"), ("email", "sure"), ("budget", "sure")]
    assert fields[4:] == [("districts", "ask"), ("notes", "sure"), SKIPPED]


texts = st.text(max_size=30) | st.sampled_from(["الجوال", "Phone", "050", "a@b.co", "م", "-"])


@given(st.lists(texts, max_size=6), st.lists(st.lists(texts, max_size=7), max_size=4), st.booleans())
def test_any_table_has_a_guess_for_each_column_and_no_field_twice(headers, rows, manager):
    guesses = recognise(headers, rows, for_manager=manager)
    fields = [each.field for each in guesses if each.field]
    assert len(guesses) == len(headers)
    assert len(fields) == len(set(fields))
    assert set(fields) <= {*importable_fields(for_manager=manager), *NOT_IMPORTED}


@given(st.text())
def test_any_header_can_be_asked_about(header):
    assert field_called(header)[0] in {"", "first_name", *FIELDS, *NOT_IMPORTED}
