"""What files call the fields of a customer, in Arabic and English (rules: Import and export)."""

import re

from core.arabic import search_key

# By field: the names that say it surely, and those that may mean something else and are to be confirmed.
SURE = {
    "name": (
        "الاسم، اسم، الاسم الكامل، الاسم الثلاثي، الاسم الرباعي، العميل، الزبون، اسم المشتري، اسم المستأجر،"
        "name, full name, display name, customer, client"
    ),
    "first_name": "الاسم الأول، الاسم الاول، first name, given name, firstname",
    "last_name": (
        "اسم العائلة، العائلة، اللقب، الاسم الأخير، الاسم الاخير، الكنية، last name, family name, surname, lastname"
    ),
    "phone": (
        "الجوال، الهاتف، موبايل، تلفون، تليفون، المحمول، الهاتف المحمول، الهاتف الجوال، هاتف نقال، النقال، رقم التواصل،"
        "رقم الاتصال، جوال 1، هاتف 1، الجوال الأول، phone, phone 1, phone 1 value, phone number, mobile, mobile phone,"
        "mobile number, mobile 1, cell, cell phone, cellphone, tel, telephone, primary phone, contact number,"
        "contact no, msisdn"
    ),
    "whatsapp": "واتساب، واتس اب، واتس، الواتساب، واتسب، جوال الواتساب، whatsapp, whats app, whatsapp phone",
    "email": (
        "البريد الإلكتروني، بريد الكتروني، البريد، ايميل، إيميل، الإيميل، اميل، عنوان البريد، email, e mail,"
        "email 1, e mail 1 value, email 1 value, email address, e mail address, mail, primary email"
    ),
    "status": "الحالة، حالة العميل، المرحلة، status, stage, lead stage, lifecycle stage",
    "priority": "الأولوية، الاولوية، الأهمية، priority",
    "source": "المصدر، مصدر العميل، مصدر التواصل، source, lead source, channel, القناة",
    "budget": "الميزانية، حد الميزانية، الميزانية القصوى، سقف الميزانية، budget, max budget, budget max",
    "kind": "النوع، نوع العميل، kind, customer type, client type, contact type, lead type",
    "lost_reason": "سبب الخسارة، سبب الرفض، سبب الإغلاق، lost reason, reason lost, loss reason",
    "city": "المدينة، مدينة، city, town, address 1 city",
    "districts": "الأحياء، الاحياء، الأحياء المطلوبة، الأحياء المفضلة، الحي المطلوب، districts, neighborhoods",
    "tags": (
        "الوسوم، وسوم، الوسم، التصنيف، التصنيفات، الفئة، tags, tag, labels, label, group membership, categories,"
        "category"
    ),
    "notes": "الملاحظات، ملاحظات، ملاحظة، تعليق، تعليقات، notes, note, comments, comment, remarks, remark",
    "consent_marketing": (
        "موافقة على العروض التسويقية، الموافقة على التسويق، موافقة تسويقية، marketing consent, consent, opt in"
    ),
    "owner": "الوسيط، المسوق، المسؤول، المندوب، الموظف، owner, agent, broker, assigned to, sales agent",
    "created_at": "تاريخ الإضافة، تاريخ التسجيل، تاريخ الإنشاء، created at, created, date added, create date",
    "first_contact_at": "أول تواصل، first contact",
    "last_contact_date": "آخر تواصل، تاريخ آخر تواصل، last contact, last activity",
    "next_followup_date": "المتابعة القادمة، موعد المتابعة، next followup, next follow up",
    "updated_at": "آخر تعديل، تاريخ التعديل، updated at, last modified, modified",
    "id": "id, م, #, ت, التسلسل، تسلسل، مسلسل، رقم تسلسلي، no, sn, serial",
}
LIKELY = {
    "whatsapp": (
        "جوال 2، هاتف 2، جوال آخر، الجوال الثاني، رقم آخر، phone 2, phone 2 value, mobile 2, secondary phone,"
        "other phone"
    ),
    "budget": "السعر المطلوب، السعر، المبلغ، القيمة، الحد الأعلى، القدرة الشرائية، price, amount, value, asking price",
    "city": "المنطقة، الموقع، location, region, address",
    "districts": "الحي، حي، حي العميل، district, neighborhood, neighbourhood, area",
    "notes": "الوصف، التفاصيل، الطلب، الاحتياج، description, details, request, message, requirements",
    "priority": "درجة الاهتمام، الاهتمام، temperature, rating, interest",
    "kind": "نوع الطلب، الغرض، type, purpose",
    "status": "النتيجة، الوضع، state, result",
}
_WORD = re.compile(r"[^\W_]+|#")
# Said beside the field and no part of its name: «رقم الجوال», «جوال العميل», "Customer Phone No."
_FILLERS = frozenset("رقم عميل عملا زبون customer client lead contact number no the of your".split())


def header_words(header: str) -> tuple[str, ...]:
    """The words of a header, spelled one way, without the article."""
    words = _WORD.findall(search_key(header))
    return tuple(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _FILLERS)


def _fields_by_words(names: dict[str, str]) -> dict[tuple[str, ...], str]:
    """The field of each name; of two that are called alike, the first."""
    fields: dict[tuple[str, ...], str] = {}
    for field, written in names.items():
        for name in re.split("[,،]", written):
            fields.setdefault(header_words(name), field)
    return fields


_SURE, _LIKELY = _fields_by_words(SURE), _fields_by_words(LIKELY)


def field_called(header: str) -> tuple[str, bool]:
    """The field that the header names, and whether surely; "" for none."""
    words = header_words(header)
    for said in (words, _telling(words)):
        if said in _SURE:
            return _SURE[said], True
        if said in _LIKELY:
            return _LIKELY[said], False
    return _mentioned(words), False


def _mentioned(words: tuple[str, ...]) -> str:
    """The field that stands among other words: «الجوال (مهم جدًا)»; "" when none does, or several do."""
    found = {_SURE[(word,)] for word in words if (word,) in _SURE and (word,) not in _TOO_SHORT}
    return found.pop() if len(found) == 1 else ""


_TOO_SHORT = {(word,) for word in ("م", "ت", "no", "id", "sn", "اسم", "name", "نوع", "عميل", "customer", "client")}
