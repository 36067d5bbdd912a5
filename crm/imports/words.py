"""Words of a cell that stand for a code, for yes or no, or for nothing at all. Pure functions."""

import re
from functools import lru_cache

from core.arabic import search_key
from crm.models.choices import Kind, LostReason, Priority, Source, Status

CODED = {"status": Status, "priority": Priority, "source": Source, "kind": Kind, "lost_reason": LostReason}

# Beside each code and its Arabic label, in any form of their letters (domain: Bilingual glossary).
_SYNONYMS: dict[str, dict[str, str]] = {
    "status": {
        Status.NEW: "جديدة، لم يتم التواصل، لم يتواصل معه، new lead, open, not contacted, fresh",
        Status.CONTACTED: (
            "تم الاتصال، تم الاتصال به، متواصل، جاري المتابعة، جار المتابعة، قيد المتابعة، متابعة، تم الرد،"
            "in contact, in progress, attempted to contact, working"
        ),
        Status.QUALIFIED: "مؤهلة، جاد، مهتم، جاري البحث، جار البحث، أرسلنا خيارات، interested, hot lead, searching",
        Status.VIEWING: "في مرحلة المعاينة، مرحلة المعاينة، تمت المعاينة، زيارة، معاينات، visit, showing, viewed",
        Status.NEGOTIATING: (
            "قيد التفاوض، تحت التفاوض، مفاوضات، يفاوض، التفاوض، عربون، عربون مدفوع، محجوز، negotiation, negotiations,"
            "proposal, reserved, deposit"
        ),
        Status.CONVERTED: (
            "تمت الصفقة، تم الشراء، تم التأجير، تم الإيجار، مباع، باع، اشترى، مكتمل، مكتملة، تمت، صفقة ناجحة، فوز،"
            "ناجح، won, closed won, sold, customer, deal, done, completed"
        ),
        Status.ON_HOLD: (
            "مؤجلة، تأجيل، معلق، معلقة، متوقف، انتظار، قيد الانتظار، hold, on hold, paused, postponed, pending"
        ),
        Status.LOST: (
            "خاسر، خاسرة، مفقود، ملغي، ملغاة، مرفوض، صرف النظر، غير مهتم، لم يتم، مغلق، مغلقة،"
            "closed lost, dead, cancelled, canceled, rejected, not interested, unqualified, closed"
        ),
    },
    "priority": {
        Priority.LOW: "منخفض، ضعيفة، ضعيف، قليلة، قليل، بارد، باردة، cold, minor",
        Priority.MEDIUM: "متوسط، عادية، عادي، طبيعية، دافئ، دافئة، normal, warm, standard",
        Priority.HIGH: "مرتفع، عالية، عالي، مهم، مهمة، كبيرة، ساخن، ساخنة، hot, important, vip",
        Priority.URGENT: "عاجل، مستعجل، مستعجلة، ضروري، فوري، طارئ، مهم جدا، عالية جدا، critical, asap, very high",
    },
    "source": {
        Source.DIGITAL_CARD: "بطاقة رقمية، الكرت الرقمي، كرت، بطاقتي، card, business card, qr",
        Source.WHATSAPP: "واتس، واتس اب، الواتساب، رسالة واتساب، whats app, wa",
        Source.PHONE_CALL: "مكالمة، هاتف، جوال، اتصال هاتفي، مكالمة هاتفية، اتصال وارد، call, phone, inbound call",
        Source.REFERRAL: (
            "إحالة، توصية عميل، صديق، معرفة، قريب، من طرف، عن طريق صديق، friend, recommendation, word of mouth, refer"
        ),
        Source.WALK_IN: "زيارة، المكتب، زيارة للمكتب، حضور، حضوري، زائر، walk in, office, visit",
        Source.SIGNBOARD: "لوحة، لوحة إعلانية، لوحات، اللوحة، sign, signboard, billboard, board",
        Source.AQAR: "تطبيق عقار، موقع عقار، aqar.fm, sa.aqar.fm",
        Source.BAYUT: "تطبيق بيوت، bayut.sa",
        Source.PROPERTY_FINDER: "بروبرتي فايندر، بروبيرتي فايندر، propertyfinder, pf",
        Source.DEAL_APP: "تطبيق ديل، deal, dealapp",
        Source.WASALT: "تطبيق وصلت، wasalt.sa",
        Source.HARAJ: "حراج السعودية، موقع حراج، haraj.com.sa",
        Source.X: "تويتر، منصة إكس، twitter, x twitter",
        Source.SNAPCHAT: "سناب، سنابشات، سناب تشات، snap",
        Source.TIKTOK: "تيكتوك، تيك توك، tik tok",
        Source.INSTAGRAM: "انستقرام، إنستقرام، انستجرام، انستا، انستغرام، insta, ig",
        Source.TELEGRAM_GROUP: "تيليجرام، تلجرام، تلقرام، تيليغرام، قروب تلجرام، telegram",
        Source.WHATSAPP_GROUP: "مجموعة واتساب، قروب، قروب واتس، whatsapp groups",
        Source.WEBSITE: (
            "موقع، الموقع الإلكتروني، موقع إلكتروني، الإنترنت، موقعنا، web, site, internet, online, landing page"
        ),
        Source.EXHIBITION: "معرض، المعرض، معارض، معرض العقار، معرض العقارات، expo, event, fair",
        Source.RETURNING: "سابق، عميل قديم، عميل حالي، عميل دائم، existing, existing customer, repeat, old client",
        Source.OTHER: "أخرى، اخرى، آخر، غير ذلك، متنوع، others, misc",
    },
    "kind": {
        Kind.BUYER: "مشتري، مشترى، مشترية، شراء، يشتري، راغب شراء، طالب شراء، buy, purchaser, buying",
        Kind.TENANT: "مستأجرة، مستاجر، إيجار، استئجار، راغب إيجار، rent, renter, renting, lessee",
        Kind.SELLER: "بايع، بائعة، بيع، يبيع، sell, selling, vendor",
        Kind.LANDLORD: "مؤجر، مالك، صاحب العقار، مالك عقار، تأجير، owner, lessor",
        Kind.INVESTOR: "مستثمرة، استثمار، investment, invest",
        Kind.COMPANY: "شركه، مؤسسة، منشأة، جهة، مطور، مطور عقاري، developer, corporate, business, organization",
    },
    "lost_reason": {
        LostReason.PRICE: "السعر، سعر، غالي، السعر غالي، السعر عالي، الميزانية، expensive, too expensive, high price",
        LostReason.BOUGHT_ELSEWHERE: "اشترى، اشترى من غيرنا، اشترى من مكان آخر، مع وسيط آخر، bought, competitor",
        LostReason.FINANCE_REJECTED: (
            "التمويل، تمويل مرفوض، رفض البنك، لم يحصل على تمويل، finance, financing, bank rejected"
        ),
        LostReason.NO_MATCH: (
            "لا يوجد مناسب، لم يجد المناسب، لم يناسبه، غير مناسب، no property, not suitable, unavailable"
        ),
        LostReason.NO_ANSWER: "لم يرد، لا يجيب، عدم الرد، مغلق، رقم خاطئ، unreachable, no response, wrong number",
        LostReason.POSTPONED: "مؤجل، أجل، تأجيل، أجل الشراء، later, delayed, on hold",
        LostReason.NOT_SERIOUS: "ليس جادا، غير مهتم، عدم الجدية، صرف النظر، not interested, no interest, spam",
    },
}
_PUNCTUATION = re.compile(r"[\W_]+")
_ERRORS_OF_SHEETS = "#n/a #na #null! #div/0! #value! #ref! #name? #num! #spill! #calc! #getting_data".split()
_NOTHING = frozenset(
    (
        *_ERRORS_OF_SHEETS,
        *("n/a", "na", "null", "none", "nil", "nan", "undefined", "empty", "unknown", "not available"),
        *("لا يوجد", "لايوجد", "لا يوجد بيانات", "لا ينطبق", "غير محدد", "غير محدده", "غير معروف", "غير متوفر", "فارغ"),
        *("بدون", "لا شيي", "مجهول"),
    )
)
_YES = frozenset("نعم ايه ايوه اي موافق موافقه مفعل صح yes y true 1 on ok agreed ✓ ✔ ☑".split())
_NO = frozenset(("لا", "غير موافق", "غير موافقه", "رفض", "خطا", *"no n false 0 off ✗ ✘ ☐ x".split()))


def is_nothing(text: str) -> bool:
    """Whether the cell only says that there is nothing in it: a dash, «لا يوجد», an error of the sheet."""
    return len(text) <= 20 and not text[:1].isdigit() and _says_nothing(text)


@lru_cache(4096)
def _says_nothing(text: str) -> bool:
    key = search_key(text)
    return key in _NOTHING or not key.strip("-–—_.…؟?/\\*")


def code_of(field: str, text: str) -> str | None:
    """The code that a cell says: by itself, by its Arabic label in any letter form, or by a common synonym."""
    return _codes(field).get(_key(text)) if len(text) <= 60 else None


def truth_of(text: str) -> bool | None:
    """Yes or no; None for any other word."""
    key = search_key(text[:20])
    return True if key in _YES else False if key in _NO else None


@lru_cache(None)
def _codes(field: str) -> dict[str, str]:
    """Each code by its words. Codes and labels come first: no synonym takes a word that is a label."""
    choices = CODED[field]
    codes = {_key(code): str(code) for code in choices.values}
    codes |= {_key(str(label)): str(code) for code, label in choices.choices}
    for code, words in _SYNONYMS[field].items():
        for word in re.split("[,،]", words):
            codes.setdefault(_key(word), str(code))
    return codes


@lru_cache(8192)
def _key(text: str) -> str:
    """A word without what its spellings differ in: letter forms, spaces, dashes, the article."""
    words = _PUNCTUATION.sub(" ", search_key(text)).split()
    return "".join(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)
