"""Phone numbers: one reading of every spelling, for every door (rules: Phones). Pure functions."""

import re
import unicodedata
from urllib.parse import quote, unquote

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from core.arabic import latin_digits, strip_invisible

_LONGEST = 500  # a pasted WhatsApp link with its greeting; numbers themselves have 15 digits at most
_TEL = re.compile(r"tel:(?://)?", re.IGNORECASE)
_WHATSAPP = re.compile(
    r"(?:https?://)?(?:www\.)?wa\.me/"
    r"|(?:whatsapp://|(?:https?://)?(?:api|web|www)\.whatsapp\.com/)send/?\?(?:[^#]*&)?phone=",
    re.IGNORECASE,
)
_PUNCTUATION = r"\s().\[\]\-\u2010-\u2015\u2212\u0640"  # any dash, and the tatweel that is typed for one
_PHONE_LIKE = re.compile(rf"[{_PUNCTUATION}]*(?:\+[{_PUNCTUATION}]*)?[0-9][0-9{_PUNCTUATION}]*")
_NOT_A_DIGIT = re.compile("[^0-9]")
_OWN_COUNTRY_OR_LOCAL = re.compile(r"[+0].*|5[0-9]{8}")
_SAUDI_MOBILE = re.compile(r"\+966(5[0-9]{8})")
_PLAIN_MOBILE = re.compile(r"(?:0|(?:\+|00)?966)?(5[0-9]{8})")  # nearly every phone there is


class InvalidPhone(ValueError):
    """What was given is not one phone number; its text is for the person who typed it."""

    def __init__(self) -> None:
        super().__init__(_("أدخل رقم جوال صحيحًا، مثال: 0501234567."))


def normalize_phone(raw: str) -> str:
    """The E.164 form of a phone however it is written; raises `InvalidPhone` (rules: Phones).

    Digits of all three kinds, spaces, dashes, dots, brackets, bidi marks, `tel:` and WhatsApp links are
    understood. A bare number is of `settings.PHONE_REGION`, `+` or `00` keeps its own country. Extensions and
    letters are refused.
    """
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        raise InvalidPhone
    plain = _PLAIN_MOBILE.fullmatch(raw.replace(" ", "").replace("-", ""))
    if plain and settings.PHONE_REGION == "SA":
        return "+966" + plain[1]
    return _normalized(raw)


def _normalized(raw: str) -> str:
    """The E.164 form by the number plan; raises `InvalidPhone`."""
    number = _parsed(_dialled(raw))
    if number is None or not _is_real(number):
        raise InvalidPhone
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def is_mobile(e164: str) -> bool:
    """Whether a stored phone can have WhatsApp: landlines, 9200 and 800 numbers cannot (domain: WhatsApp)."""
    if _SAUDI_MOBILE.fullmatch(e164):
        return True
    number = _parsed(e164)
    mobile = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return number is not None and phonenumbers.number_type(number) in mobile


def format_phone(e164: str) -> str:
    """A stored phone as people read it: `050 123 4567`, `+971 50 123 4567`. Isolate it left to right."""
    if mobile := _SAUDI_MOBILE.fullmatch(e164):
        national = "0" + mobile[1]
        return f"{national[:3]} {national[3:6]} {national[6:]}"
    number = _parsed(e164)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else e164


def phone_search_forms(e164: str) -> tuple[str, ...]:
    """The digits in which a stored phone is looked for: `0501234567`, then `966501234567`.

    A phone from abroad has only its international form.
    """
    international = e164.removeprefix("+")
    if mobile := _SAUDI_MOBILE.fullmatch(e164):
        return "0" + mobile[1], international
    number = _parsed(e164)
    if number is None or phonenumbers.region_code_for_number(number) != settings.PHONE_REGION:
        return (international,)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return _NOT_A_DIGIT.sub("", national), international


def phone_query(text: str) -> str | None:
    """The digits to look for when what is typed into a search looks like (part of) a phone, else None.

    They match `phone_search_forms` as a substring, in whichever spelling: `+966 (0)50` gives `96650`.
    """
    written = _written(text)
    if not _PHONE_LIKE.fullmatch(written):
        return None
    digits = _NOT_A_DIGIT.sub("", written)
    if digits.startswith("00") and len(digits) > 4:  # four digits are the last four, as `0042`
        digits = digits[2:]
    code = str(phonenumbers.country_code_for_region(settings.PHONE_REGION))
    return code + digits.removeprefix(code + "0") if digits.startswith(code + "0") else digits


def whatsapp_url(e164: str, text: str = "") -> str:
    """The address that opens a WhatsApp chat with `text` ready to send; it does not prove sending."""
    greeting = "?text=" + quote(text, safe="", errors="ignore") if text else ""
    return f"https://wa.me/{e164.removeprefix('+')}{greeting}"


def tel_url(e164: str) -> str:
    """The address that calls `e164`."""
    return f"tel:{e164}"


def _dialled(raw: str) -> str:
    """`raw` as `+` and digits, or digits alone when it names no country; raises `InvalidPhone`."""
    written = _written(raw)
    if not _PHONE_LIKE.fullmatch(written):
        raise InvalidPhone
    digits = _NOT_A_DIGIT.sub("", written)
    if "+" not in written and not digits.startswith("00"):
        return digits
    country_first = digits.removeprefix("00")
    if country_first.startswith("0"):  # no country's code does; the library would skip the zero and find one
        raise InvalidPhone
    return "+" + country_first


def _written(raw: str) -> str:
    """The number in `raw` without what surrounds it; out of a WhatsApp link it is international: with `+`."""
    text = unicodedata.normalize("NFKC", latin_digits(strip_invisible(unquote(raw)))).strip()
    if tel := _TEL.match(text):
        return text[tel.end() :]
    if not (link := _WHATSAPP.match(text)):
        return text
    number = re.split("[?&#/]", text[link.end() :])[0].strip()
    return number if _OWN_COUNTRY_OR_LOCAL.fullmatch(number) else "+" + number


def _parsed(number: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, settings.PHONE_REGION)
    except NumberParseException:
        return None


def _is_real(number: PhoneNumber) -> bool:
    """A Saudi mobile by its shape, for the demo's `052…` is nobody's; other phones by the number plan."""
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return bool(_SAUDI_MOBILE.fullmatch(e164)) or phonenumbers.is_valid_number(number)
