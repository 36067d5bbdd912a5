"""What a row says of a customer, or what is wrong with it (rules: Import and export)."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crm.imports.columns import FIELDS, NOT_IMPORTED
from crm.imports.values import read_values, restored, stored
from crm.imports.words import CODED, code_of
from crm.models import Customer

SOMEBODY = {"name": "سعد", "phone": "0501234567"}
KNOWN = {"name": "سعد", "phone": "+966501234567"}


def read(defaults=None, **cells: str):
    """The values and problems of somebody's row that has these cells too."""
    row = {**SOMEBODY, **cells}
    return read_values(list(row.values()), list(row), defaults or {})


def value(field: str, cell: str):
    """What the cell gives: absent is None."""
    values, problems = read(**{field: cell})
    assert problems == []
    return values.get(field)


def problem(field: str, cell: str) -> dict[str, str]:
    _values, [found] = read(**{field: cell})
    assert found["field"] == field
    return found


def test_a_whole_row_gives_what_the_create_flow_takes():
    values, problems = read(
        name="  سارة   «العنزي» & شركاؤها ",
        phone="٠٥٠ ١٢٣ ٤٥٦٧",
        whatsapp="+971 50 765 4321",
        email=" Sara@Example.COM ",
        status="خسارة",
        lost_reason="السعر مرتفع",
        priority="مرتفعه",
        source="واتس اب",
        kind="مشتري",
        budget="١٬٢٥٠٬٠٠٠٫٥٠",
        city="الرياض",
        districts="النرجس، الملقا,النرجس",
        tags="كاش؛ VIP",
        notes="<b>سطر</b>\r\nثانٍ < ثالث",
        consent_marketing="نعم",
        owner="sara",
    )
    assert problems == []
    assert values == {
        "name": "سارة «العنزي» & شركاؤها",
        "phone": "+966501234567",
        "whatsapp": "+971507654321",
        "email": "sara@example.com",
        "status": "lost",
        "lost_reason": "price",
        "priority": "high",
        "source": "whatsapp",
        "kind": "buyer",
        "budget": Decimal("1250000.50"),
        "city": "الرياض",
        "districts": ["النرجس", "الملقا"],
        "tags": ["كاش", "VIP"],
        "notes": "سطر\nثانٍ < ثالث",
        "consent_marketing": True,
        "owner": "sara",
    }


def test_what_nothing_is_said_of_is_absent_and_may_have_a_default():
    assert read(email="", city="", tags="") == (KNOWN, [])
    values, _problems = read({"source": "exhibition", "city": "جدة"}, source="", city="الرياض")
    assert values == {**KNOWN, "source": "exhibition", "city": "الرياض"}


def test_columns_without_a_field_are_left_alone():
    mapping = ["name", "", "phone", *NOT_IMPORTED, "no_such_field"]
    assert read_values(["سعد", "x", "0501234567", *["x"] * 7], mapping, {}) == (KNOWN, [])


def test_a_short_row_says_nothing_in_its_last_columns():
    assert read_values(["سعد"], ["name", "phone"], {})[1] == [{"field": "phone", "message": "الجوال مطلوب."}]


@pytest.mark.parametrize(
    "cell", ["-", "—", "لا يوجد", "لايوجد", "N/A", "#N/A", "#REF!", "null", "NaN", "غير محدد", "؟", "."]
)
def test_what_sheets_write_for_nothing_is_nothing(cell):
    optional = [field for field in FIELDS if field not in ("name", "phone")]
    row = {**SOMEBODY, **dict.fromkeys(optional, cell)}
    assert read_values(list(row.values()), list(row), {}) == (KNOWN, [])


@pytest.mark.parametrize("cell", ["", " ", "\u200f", "<b></b>"])
def test_a_name_is_required(cell):
    assert problem("name", cell) == {"field": "name", "message": "الاسم مطلوب."}


@pytest.mark.parametrize("cell", ["", "-", "لا يوجد", "#N/A"])
def test_a_phone_is_required(cell):
    assert problem("phone", cell) == {"field": "phone", "message": "الجوال مطلوب."}


def test_a_row_has_all_its_problems_each_at_its_field():
    _values, problems = read(name="", phone="05", email="x@", status="؟؟؟ما", budget="كثير")
    assert [each["field"] for each in problems] == ["phone", "email", "status", "budget", "name"]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "last", "whole"),
    [
        ("سارة", "العتيبي", "سارة العتيبي"),
        ("سارة العتيبي", "العتيبى", "سارة العتيبي"),
        ("", "العتيبي", "العتيبي"),
        ("سارة", "-", "سارة"),
        ("سارة", "", "سارة"),
    ],
)
def test_the_familys_name_is_added_once(name, last, whole):
    assert read(name=name, last_name=last) == ({**KNOWN, "name": whole}, [])


def test_a_name_is_as_long_as_its_column_holds():
    assert "150 حرفًا" in problem("name", "س" * 151)["message"]
    assert value("name", "س" * 150) == "س" * 150
    _values, [found] = read(name="س" * 100, last_name="ع" * 100)
    assert (found["field"], "150" in found["message"]) == ("name", True)


def test_a_formula_is_a_name_like_any_other():
    assert value("name", "=1+1") == "=1+1"


# ---------------------------------------------------------------- phones

PHONES = [
    ("501234567", "+966501234567"),
    ("966501234567.0", "+966501234567"),
    ("501234567.0", "+966501234567"),
    ("'+966501234567", "+966501234567"),
    ("9.66501234567E+11", "+966501234567"),
    ("5.01234567e8", "+966501234567"),
    ("+971 50 123 4567", "+971501234567"),
    ("tel:+966501234567", "+966501234567"),
]


@pytest.mark.parametrize(("cell", "phone"), PHONES)
def test_a_phone_is_read_as_sheets_write_it(cell, phone):
    assert value("phone", cell) == phone


SEVERAL = [
    ("0501111111 / 0502222222", "+966502222222"),
    ("0501111111/0502222222", "+966502222222"),
    ("0501111111 ، 0502222222", "+966502222222"),
    ("0501111111\n0502222222", "+966502222222"),
    ("0501111111 0502222222", "+966502222222"),
    ("0501111111 - 0502222222", "+966502222222"),
    ("0501111111 أو 0502222222", "+966502222222"),
    ("050 111 1111 و 050 222 2222", "+966502222222"),
    ("0501111111 / 0112345678", None),
    ("0501111111 / 966501111111", None),
    ("0501111111 / 0112345678 / 0502222222", "+966502222222"),
]


@pytest.mark.parametrize(("cell", "whatsapp"), SEVERAL)
def test_of_two_phones_in_a_cell_the_second_is_for_whatsapp_if_it_can_be(cell, whatsapp):
    values, problems = read(phone=cell)
    assert (values["phone"], values.get("whatsapp"), problems) == ("+966501111111", whatsapp, [])


def test_a_whatsapp_of_its_own_comes_first_and_is_kept_when_it_differs():
    assert read(phone="0501111111 / 0502222222", whatsapp="0503333333")[0]["whatsapp"] == "+966503333333"
    assert read(whatsapp="966501234567") == (KNOWN, [])


@pytest.mark.parametrize("cell", ["نعم", "نفس الرقم", "لا", "same", "-"])
def test_a_whatsapp_that_is_a_word_is_no_other_number(cell):
    assert value("whatsapp", cell) is None


MENDED = [
    ("05O0003390", "0500003390", "حرف O"),
    ("O5OOOO339O", "0500003390", "حرف O"),
    ("05l1234567", "0511234567", "حرف"),
    ("0501234567 أبو فهد", "0501234567", "كلام مع الرقم"),
    ("جوال: ٠٥٠ ١٢٣ ٤٥٦٧ (واتس)", "0501234567", "كلام مع الرقم"),
    ("0501111111 أو 123", "0501111111", "كلام مع الرقم"),
    ("+971 50 123 4567 دبي", "+971501234567", "كلام مع الرقم"),
]


@pytest.mark.parametrize(("cell", "suggestion", "why"), MENDED)
def test_a_phone_that_is_nearly_one_comes_with_what_was_meant(cell, suggestion, why):
    found = problem("phone", cell)
    assert (found["suggestion"], why in found["message"]) == (suggestion, True)
    assert value("phone", found["suggestion"])


@pytest.mark.parametrize("cell", ["123", "05012345", "كلام", "50123456.0", "05O12", "123 أو 456", "9" * 40_000])
def test_what_is_no_phone_is_refused(cell):
    assert problem("phone", cell) == {"field": "phone", "message": "أدخل رقم جوال صحيحًا، مثال: 0501234567."}


def test_a_phone_whose_digits_a_sheet_has_lost_is_refused_with_the_way_to_mend_it():
    found = problem("phone", "9.66501E+11")
    assert "9.66501E+11" in found["message"]
    assert "suggestion" not in found


# ---------------------------------------------------------------- e-mails

EMAILS = [
    ("a@b.co; c@d.co", "a@b.co"),
    ("mailto:A@b.co", "a@b.co"),
    ("سارة <sara@example.com>", "sara@example.com"),
    ("a@b.co / c@d.co", "a@b.co"),
]


@pytest.mark.parametrize(("cell", "email"), EMAILS)
def test_the_first_address_of_a_cell_is_taken(cell, email):
    assert value("email", cell) == email


WRONG_EMAILS = [
    ("wijdan@", "البريد الإلكتروني غير مكتمل.", None),
    ("wijdan@gmail", "البريد الإلكتروني غير مكتمل.", None),
    ("@gmail.com", "البريد الإلكتروني غير مكتمل.", None),
    ("ليس بريدًا", "البريد الإلكتروني غير صحيح.", None),
    ("ahmad @gmail.com", "هل تقصد ahmad@gmail.com؟", "ahmad@gmail.com"),
    ("ahmad@gmail,com", "هل تقصد ahmad@gmail.com؟", "ahmad@gmail.com"),
    ("a" * 250 + "@b.co", "البريد الإلكتروني غير صحيح.", None),
]


@pytest.mark.parametrize(("cell", "message", "suggestion"), WRONG_EMAILS)
def test_a_wrong_address_is_refused(cell, message, suggestion):
    found = problem("email", cell)
    assert message in found["message"]
    assert found.get("suggestion") == suggestion


# ---------------------------------------------------------------- codes


@pytest.mark.parametrize("field", CODED)
def test_every_code_is_said_by_itself_and_by_its_label_in_any_letter_form(field):
    for code, label in CODED[field].choices:
        for word in (
            code,
            code.upper(),
            code.replace("_", " "),
            str(label),
            f" {label} ",
            str(label).replace("ة", "ه"),
        ):
            assert code_of(field, word) == code


WORDS = [
    ("status", "قيد التفاوض", "negotiating"),
    ("status", "تـمّ التواصل", "contacted"),
    ("status", "Won", "converted"),
    ("status", "closed-won", "converted"),
    ("status", "تم البيع", "converted"),
    ("status", "موجل", "on_hold"),
    ("status", "مؤهَّل", "qualified"),
    ("status", "المعاينة", "viewing"),
    ("priority", "مهم", "high"),
    ("priority", "عالية", "high"),
    ("priority", "عاديه", "medium"),
    ("priority", "مهم جدًا", "urgent"),
    ("source", "تويتر", "x"),
    ("source", "إحالة", "referral"),
    ("source", "سناب", "snapchat"),
    ("source", "حراج", "haraj"),
    ("source", "انستقرام", "instagram"),
    ("kind", "مشترى", "buyer"),
    ("kind", "مُشترٍ", "buyer"),
    ("kind", "مالك", "landlord"),
]


@pytest.mark.parametrize(("field", "word", "code"), WORDS)
def test_codes_are_known_by_common_words(field, word, code):
    assert value(field, word) == code


@pytest.mark.parametrize(
    ("word", "reason"), [("السعر غالي", "price"), ("لم يرد", "no_answer"), ("Not Interested", "not_serious")]
)
def test_reasons_are_known_by_common_words(word, reason):
    assert read(status="lost", lost_reason=word)[0]["lost_reason"] == reason


def test_an_unknown_word_is_refused_with_those_that_are_known():
    assert problem("priority", "قصوى")["message"] == (
        "أولوية غير معروفة: «قصوى». المعروف: منخفضة، متوسطة، مرتفعة، عاجلة."
    )
    message = problem("status", "زبون <b>دائم</b>")["message"]
    assert message == "حالة غير معروفة: «زبون دائم». المعروف: جديد، تم التواصل، مؤهل، معاينة، تفاوض، تم البيع…."


def test_lost_asks_for_a_reason_and_no_other_status_keeps_one():
    assert read(status="خسارة")[1] == [{"field": "lost_reason", "message": "اختر سبب الخسارة."}]
    assert read({"lost_reason": "price"}, status="خسارة")[0]["lost_reason"] == "price"
    [unknown] = read(status="خسارة", lost_reason="نسيت")[1]
    assert unknown["message"].startswith("سبب غير معروف: «نسيت».")
    assert read(status="جديد", lost_reason="السعر مرتفع") == ({**KNOWN, "status": "new"}, [])
    assert read(lost_reason="السعر مرتفع") == (KNOWN, [])


# ---------------------------------------------------------------- sums

SUMS = [
    ("850 الف", 850_000),
    ("1.2m", 1_200_000),
    ("مليون ونص", 1_500_000),
    ("مليون ومئتين", 1_200_000),
    ("نصف مليون ريال", 500_000),
    ("من 800 إلى 980 ألف", 980_000),
    ("800-980 ألف", 980_000),
    ("بين 800 و 900 ألف", 900_000),
    ("500k-700k", 700_000),
    ("1000000 - 1200000", 1_200_000),
    ("1,200,000 - 900,000", 1_200_000),
    ("1.2 مليون إلى 1.5 مليون", 1_500_000),
    ("٨٠٠ ألف – ١٫٢ مليون", 1_200_000),
    ("مليون ل مليونين", 2_000_000),
    ("حتى 900 ألف", 900_000),
    ("لا يتجاوز مليون", 1_000_000),
    ("بحدود 900 ألف كاش", 900_000),
    ("1250000.5", Decimal("1250000.5")),
    ("0", 0),
]


@pytest.mark.parametrize(("cell", "amount"), SUMS)
def test_a_budget_is_the_most_that_its_words_allow(cell, amount):
    assert value("budget", cell) == amount


@pytest.mark.parametrize("cell", ["مفتوحة", "مفتوح", "بدون حد", "حسب العرض"])
def test_a_budget_without_a_limit_is_none(cell):
    assert value("budget", cell) is None


ASKED = [
    ("خمسمية", "500,000", "المبلغ بالكلمات."),
    ("نص", "500,000", "المبلغ بالكلمات."),
    ("500 - 700", "700,000", "المبلغ بلا ألف أو مليون."),
    ("1.2 م", "1,200,000", "ملتبس"),
    ("1.250.000", "1,250,000", "النقطة للهللات"),
    ("1,2 مليون", "1,200,000", "الفاصلة للآلاف"),
    ("أكثر من مليون", "1,000,000", "حد أدنى"),
    ("من مليون", "1,000,000", "حد أدنى"),
]


@pytest.mark.parametrize(("cell", "suggestion", "why"), ASKED)
def test_a_sum_that_may_mean_another_is_asked_about(cell, suggestion, why):
    found = problem("budget", cell)
    assert found["suggestion"] == suggestion
    assert why in found["message"]
    assert f"هل تقصد {suggestion}؟" in found["message"]
    assert value("budget", suggestion)


@pytest.mark.parametrize("cell", ["كثير", "2.500", "900م", "2026-11-23", "-5", "مليون وثلاثة", "999999 مليار", "خمسين"])
def test_what_is_no_sum_is_refused(cell):
    assert "suggestion" not in problem("budget", cell)


# ---------------------------------------------------------------- the rest


@pytest.mark.parametrize("cell", ["نعم", "Yes", "1", "TRUE", "موافق", "✓"])
def test_yes(cell):
    assert value("consent_marketing", cell) is True


@pytest.mark.parametrize("cell", ["لا", "no", "0", "False", "غير موافق"])
def test_no(cell):
    assert value("consent_marketing", cell) is False


def test_neither_yes_nor_no():
    assert problem("consent_marketing", "ربما")["message"] == "اكتب «نعم» أو «لا»."


def test_labels_are_parted_as_people_part_them():
    assert value("districts", "النرجس / الياسمين") == ["النرجس", "الياسمين"]
    assert value("districts", "النرجس\nالياسمين؛ حطين|قرطبة") == ["النرجس", "الياسمين", "حطين", "قرطبة"]
    assert value("tags", "* myContacts ::: كاش ::: VIP") == ["كاش", "VIP"]
    assert value("tags", "A/B") == ["A/B"]


def test_too_many_or_too_long_labels_are_refused():
    assert "20" in problem("tags", ",".join(map(str, range(21))))["message"]
    assert "50" in problem("tags", "س" * 51)["message"]
    assert value("tags", f"أ، {'س' * 50} ،") == ["أ", "س" * 50]


def test_texts_are_as_long_as_their_columns_hold():
    assert "10,000" in problem("notes", "س" * 10_001)["message"]
    assert value("notes", "س" * 10_000)
    assert "80" in problem("city", "س" * 81)["message"]


def test_stored_values_are_json_and_come_back():
    values, _problems = read(budget="1250000.50", tags="كاش", consent_marketing="نعم")
    assert restored(json.loads(json.dumps(stored(values)))) == values
    assert restored(stored(KNOWN)) == KNOWN


cells = st.text(max_size=60) | st.sampled_from(
    [
        "0501234567",
        "05O1234567",
        "x@y.z",
        "مليون ونص",
        "من 5 الى 6",
        "خسارة",
        "نعم",
        "=1",
        "-",
        "1.2 م",
        "a <b@c.de>",
        "\n,،",
    ]
)


@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, cells)))
def test_any_row_gives_values_that_the_model_takes_or_problems(row):
    values, problems = read_values(list(row.values()), list(row), {})
    for found in problems:
        assert found["field"] in FIELDS
        assert found["message"]
    json.dumps(stored(values))
    if problems:
        return
    customer = Customer(**{field: given for field, given in values.items() if field != "owner"})
    try:
        customer.clean_fields(exclude=["owner", "created_by", "status_changed_at", "search_text", "name_key"])
    except ValidationError as refused:
        pytest.fail(str(refused.message_dict))
