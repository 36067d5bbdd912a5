"""The book's codes and their Arabic words (product: What each app owns; domain: Bilingual glossary)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    BUYER = "buyer", _("مشترٍ")
    TENANT = "tenant", _("مستأجر")
    SELLER = "seller", _("بائع")
    LANDLORD = "landlord", _("مؤجّر")
    INVESTOR = "investor", _("مستثمر")
    COMPANY = "company", _("شركة")


class Status(models.TextChoices):
    NEW = "new", _("جديد")
    CONTACTED = "contacted", _("تم التواصل")
    QUALIFIED = "qualified", _("مؤهل")
    VIEWING = "viewing", _("معاينة")
    NEGOTIATING = "negotiating", _("تفاوض")
    CONVERTED = "converted", _("تم البيع")
    ON_HOLD = "on_hold", _("مؤجَّل")
    LOST = "lost", _("خسارة")


STATUS_TONES = {
    Status.NEW: "blue",
    Status.CONTACTED: "teal",
    Status.QUALIFIED: "violet",
    Status.VIEWING: "amber",
    Status.NEGOTIATING: "orange",
    Status.CONVERTED: "green",
    Status.ON_HOLD: "gray",
    Status.LOST: "gray",
}
# The way to a sale, in order; on_hold and lost stand beside it.
PATH = (
    Status.NEW,
    Status.CONTACTED,
    Status.QUALIFIED,
    Status.VIEWING,
    Status.NEGOTIATING,
    Status.CONVERTED,
)
OPEN_STATUSES = PATH[:-1]
WAITING_STATUSES = (*OPEN_STATUSES, Status.ON_HOLD)
CLOSED_STATUSES = (Status.CONVERTED, Status.LOST)


class LostReason(models.TextChoices):
    PRICE = "price", _("السعر مرتفع")
    BOUGHT_ELSEWHERE = "bought_elsewhere", _("اشترى من جهة أخرى")
    FINANCE_REJECTED = "finance_rejected", _("رفض التمويل")
    NO_MATCH = "no_match", _("لا يوجد عقار مناسب")
    NO_ANSWER = "no_answer", _("لا يرد")
    POSTPONED = "postponed", _("أجّل القرار")
    NOT_SERIOUS = "not_serious", _("غير جاد")


class Priority(models.TextChoices):
    LOW = "low", _("منخفضة")
    MEDIUM = "medium", _("متوسطة")
    HIGH = "high", _("مرتفعة")
    URGENT = "urgent", _("عاجلة")


class Source(models.TextChoices):
    DIGITAL_CARD = "digital_card", _("البطاقة الرقمية")
    WHATSAPP = "whatsapp", _("واتساب")
    PHONE_CALL = "phone_call", _("اتصال")
    REFERRAL = "referral", _("توصية")
    WALK_IN = "walk_in", _("زيارة المكتب")
    SIGNBOARD = "signboard", _("لوحة على العقار")
    AQAR = "aqar", _("عقار")
    BAYUT = "bayut", _("بيوت")
    PROPERTY_FINDER = "property_finder", _("بروبرتي فايندر")
    DEAL_APP = "deal_app", _("ديل")
    WASALT = "wasalt", _("وصلت")
    HARAJ = "haraj", _("حراج")
    X = "x", _("إكس")
    SNAPCHAT = "snapchat", _("سناب شات")
    TIKTOK = "tiktok", _("تيك توك")
    INSTAGRAM = "instagram", _("إنستغرام")
    TELEGRAM_GROUP = "telegram_group", _("قروب تيليجرام")
    WHATSAPP_GROUP = "whatsapp_group", _("قروب واتساب")
    WEBSITE = "website", _("الموقع")
    EXHIBITION = "exhibition", _("معرض عقاري")
    RETURNING = "returning", _("عميل سابق")
    OTHER = "other", _("أخرى")


class InteractionType(models.TextChoices):
    CALL = "call", _("اتصال")
    WHATSAPP = "whatsapp", _("واتساب")
    SMS = "sms", _("رسالة نصية")
    EMAIL = "email", _("بريد إلكتروني")
    MEETING = "meeting", _("اجتماع")
    VIEWING = "viewing", _("معاينة")
    OFFICE_VISIT = "office_visit", _("زيارة للمكتب")
    OFFER = "offer", _("إرسال عرض")
    NOTE = "note", _("ملاحظة")
    OTHER = "other", _("أخرى")


class Direction(models.TextChoices):
    OUT = "out", _("صادر")
    IN = "in", _("وارد")


class Outcome(models.TextChoices):
    ANSWERED = "answered", _("تم الرد")
    NO_ANSWER = "no_answer", _("لم يرد")
    BUSY = "busy", _("مشغول")
    SWITCHED_OFF = "switched_off", _("الجوال مغلق")
    WRONG_NUMBER = "wrong_number", _("رقم خاطئ")
    CALL_BACK = "call_back", _("طلب معاودة الاتصال")
    INTERESTED = "interested", _("مهتم")
    DETAILS_SENT = "details_sent", _("أُرسلت التفاصيل")
    LOCATION_SENT = "location_sent", _("أُرسل الموقع")
    VISITED = "visited", _("عاين العقار")
    NEGOTIATING = "negotiating", _("يفاوض")
    DEPOSIT_PAID = "deposit_paid", _("دفع عربونًا")
    NOT_INTERESTED = "not_interested", _("غير مهتم")


# Days after which each outcome usually wants the next contact (domain: Outcome); absent: none is due.
NEXT_CONTACT_DAYS = {
    Outcome.ANSWERED: 3,
    Outcome.NO_ANSWER: 1,
    Outcome.BUSY: 1,
    Outcome.SWITCHED_OFF: 1,
    Outcome.CALL_BACK: 1,
    Outcome.INTERESTED: 3,
    Outcome.DETAILS_SENT: 3,
    Outcome.LOCATION_SENT: 3,
    Outcome.VISITED: 2,
    Outcome.NEGOTIATING: 2,
    Outcome.DEPOSIT_PAID: 2,
}


class FollowupStatus(models.TextChoices):
    PENDING = "pending", _("قادمة")
    COMPLETED = "completed", _("منجزة")
    CANCELLED = "cancelled", _("ملغاة")
