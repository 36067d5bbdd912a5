"""One phone, however it is written (rules: Phones)."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.phones import (
    InvalidPhone,
    _normalized,
    format_phone,
    is_mobile,
    normalize_phone,
    phone_query,
    phone_search_forms,
    tel_url,
    whatsapp_url,
)

anything = st.text(alphabet=st.characters(exclude_categories=[]))
subscribers = st.from_regex(r"[0-9]{8}", fullmatch=True)

ONE_NUMBER = [
    "0501234567",
    "٠٥٠١٢٣٤٥٦٧",
    "۰۵۰۱۲۳۴۵۶۷",
    "00966501234567",
    "+966 50 123 4567",
    "966501234567",
    "501234567",
    "+966 (0)50-123-4567",
    "05 0123 4567",
    "+9660501234567",
    "9660501234567",
    "(+966) 50.123.4567",
    "٠٠٩٦٦٥٠١٢٣٤٥٦٧",
    "\u202a+966\u00a050\u2011123\u20134567\u202c",
    "＋９６６５０１２３４５６７",
    "050ـ123ـ4567",
    "tel:+966501234567",
    "TEL:0501234567",
    "tel://+966-50-123-4567",
    "wa.me/966501234567",
    "https://wa.me/966501234567?text=%D9%85%D8%B1%D8%AD%D8%A8%D8%A7",
    "https://wa.me/+966501234567/",
    "wa.me/0501234567",
    "+00966501234567",
    "whatsapp://send?phone=966501234567&text=hi",
    "https://api.whatsapp.com/send?phone=%2B966501234567",
    "https://api.whatsapp.com/send/?text=hi&phone=966501234567&app_absent=0",
    "https://web.whatsapp.com/send?phone=966501234567",
]


@pytest.mark.parametrize("spelling", ONE_NUMBER)
def test_every_spelling_is_one_number(spelling):
    assert normalize_phone(spelling) == "+966501234567"


OTHERS = [
    ("+971501234567", "+971501234567"),
    ("00971 50 123 4567", "+971501234567"),
    ("wa.me/971501234567", "+971501234567"),
    ("whatsapp://send?phone=525512345678", "+525512345678"),
    ("+1 (415) 555-2671", "+14155552671"),
    ("0521234567", "+966521234567"),
    ("٠٥٢١٢٣٤٥٦٧", "+966521234567"),
    ("+966 (0)52 123 4567", "+966521234567"),
    ("011 234 5678", "+966112345678"),
    ("966112345678", "+966112345678"),
    ("9200 12345", "+966920012345"),
    ("800 123 4567", "+9668001234567"),
]


@pytest.mark.parametrize(("written", "e164"), OTHERS)
def test_other_countries_kinds_and_demo_phones(written, e164):
    assert normalize_phone(written) == e164


REFUSED = [
    "",
    " ",
    "+",
    "00",
    "5012345678",
    "05012345678",
    "050123456",
    "0401234567",
    "971501234567",
    "1-800-FLOWERS",
    "050CALLNOW",
    "0501234567 ext 5",
    "0501234567x5",
    "0501234567;ext=5",
    "0501234567,5",
    "0501234567 / 0551234567",
    "0501234567 0551234567",
    "+0501234567",
    "+0971501234567",
    "000971501234567",
    "050+1234567",
    "++966501234567",
    "911",
    "+999123456789",
    "+966501234567" * 40,
    "9" * 100_000,
    "wa.me/message/ABCDEF",
    "tel:",
    "०५०१२३४५६७",
    "nourah@example.com",
    None,
    966501234567,
    b"0501234567",
]


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_not_one_phone_is_refused(written):
    with pytest.raises(InvalidPhone, match=r"أدخل رقم جوال صحيحًا، مثال: 0501234567\."):
        normalize_phone(written)


@given(anything | st.text(alphabet="0123456789+٠٥٦۹ ()-.tel:wa.me/%2B"))
def test_any_text_is_a_phone_or_refused(text):
    try:
        e164 = normalize_phone(text)
    except InvalidPhone:
        return
    assert phonenumbers.is_possible_number(phonenumbers.parse(e164))
    assert normalize_phone(e164) == e164


@given(subscribers, st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"]), st.integers(1, 8))
def test_all_spellings_of_any_saudi_mobile_agree(rest, digits, cut):
    mobile = "5" + rest
    typed = f"{mobile[:cut]} {mobile[cut:]}".translate({48 + n: digit for n, digit in enumerate(digits)})
    spellings = [
        mobile,
        "0" + typed,
        "966" + mobile,
        "00966" + typed,
        "+966 " + typed,
        "+966 (0)" + typed,
        "wa.me/966" + mobile,
    ]
    assert {normalize_phone(spelling) for spelling in spellings} == {"+966" + mobile}


@given(st.from_regex(r"[ -]*(\+|00)?[ -]*(966|0)?[ 5-]*[0-9 -]{0,12}", fullmatch=True) | subscribers.map("05".__add__))
def test_the_short_way_of_plain_mobiles_gives_what_the_number_plan_gives(written):
    assert _outcome(normalize_phone, written) == _outcome(_normalized, written)


def test_the_short_way_is_saudi_alone(settings):
    settings.PHONE_REGION = "AE"
    assert normalize_phone("0501234567") == "+971501234567"
    assert normalize_phone("+966501234567") == "+966501234567"


def _outcome(read, written):
    try:
        return read(written)
    except InvalidPhone:
        return None


@given(subscribers)
def test_what_is_shown_reads_back(rest):
    e164 = f"+9665{rest}"
    assert normalize_phone(format_phone(e164)) == e164
    assert format_phone(e164) == f"05{rest[0]} {rest[1:4]} {rest[4:]}"


SHOWN = [
    ("+966501234567", "050 123 4567"),
    ("+966521234567", "052 123 4567"),
    ("+971501234567", "+971 50 123 4567"),
    ("+966112345678", "+966 11 234 5678"),
    ("شيء", "شيء"),
]


@pytest.mark.parametrize(("e164", "shown"), SHOWN)
def test_phones_are_shown_as_people_read_them(e164, shown):
    assert format_phone(e164) == shown


@pytest.mark.parametrize("e164", ["+966501234567", "+966521234567", "+971501234567", "+14155552671"])
def test_mobiles_have_whatsapp(e164):
    assert is_mobile(e164)


@pytest.mark.parametrize("e164", ["+966112345678", "+966920012345", "+9668001234567", "", "شيء"])
def test_landlines_and_service_numbers_do_not(e164):
    assert not is_mobile(e164)


FORMS = [
    ("+966501234567", ("0501234567", "966501234567")),
    ("+966521234567", ("0521234567", "966521234567")),
    ("+966112345678", ("0112345678", "966112345678")),
    ("+966920012345", ("920012345", "966920012345")),
    ("+971501234567", ("971501234567",)),
]


@pytest.mark.parametrize(("e164", "forms"), FORMS)
def test_a_phone_is_stored_for_search_in_the_forms_people_type(e164, forms):
    assert phone_search_forms(e164) == forms


QUERIES = [
    ("٠٥٠١٢", "05012"),
    ("50123", "50123"),
    ("4567", "4567"),
    ("0042", "0042"),
    ("0000", "0000"),
    ("00966501", "966501"),
    ("+966 (0)50", "96650"),
    ("9660", "966"),
    ("966050123", "96650123"),
    ("050 123-45.67", "0501234567"),
    ("\u202a+966\u00a050\u202c", "96650"),
    ("tel:0501234567", "0501234567"),
    ("https://wa.me/966501234567?text=x", "966501234567"),
    ("نورة", None),
    ("فيلا 375", None),
    ("n5@example.com", None),
    ("23/11/2026", None),
    ("+", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "digits"), QUERIES)
def test_a_search_that_looks_like_a_phone_is_one(typed, digits):
    assert phone_query(typed) == digits


@pytest.mark.parametrize("spelling", ONE_NUMBER)
def test_every_spelling_finds_the_phone(spelling):
    assert any(phone_query(spelling) in form for form in phone_search_forms("+966501234567"))


@given(anything)
def test_any_text_can_be_searched_for(text):
    digits = phone_query(text)
    assert digits is None or (digits.isascii() and digits.isdigit())


def test_a_whatsapp_link_has_no_plus_and_carries_the_text():
    assert whatsapp_url("+966501234567") == "https://wa.me/966501234567"
    assert whatsapp_url("+966501234567", "أهلًا & سهلًا") == (
        "https://wa.me/966501234567?text=%D8%A3%D9%87%D9%84%D9%8B%D8%A7%20%26%20%D8%B3%D9%87%D9%84%D9%8B%D8%A7"
    )


@given(anything)
def test_any_greeting_makes_a_link_that_reads_back(text):
    link = whatsapp_url("+966501234567", text)
    assert link.isascii()
    assert normalize_phone(link[:200]) == "+966501234567"


def test_a_call_link_is_e164():
    assert tel_url("+966501234567") == "tel:+966501234567"
