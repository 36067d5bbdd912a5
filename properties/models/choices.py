"""The codes of listings, requests and matches, and their Arabic words (product: properties; domain: glossary)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PropertyType(models.TextChoices):
    VILLA = "villa", _("فيلا")
    DUPLEX = "duplex", _("دوبلكس")
    TOWNHOUSE = "townhouse", _("تاون هاوس")
    FLOOR = "floor", _("دور")
    APARTMENT = "apartment", _("شقة")
    STUDIO = "studio", _("استوديو")
    ROOM = "room", _("غرفة")
    ROOF = "roof", _("روف")
    PALACE = "palace", _("قصر")
    HOUSE = "house", _("بيت شعبي")
    BUILDING = "building", _("عمارة")
    COMPOUND = "compound", _("مجمع سكني")
    TOWER = "tower", _("برج")
    LAND_RESIDENTIAL = "land_residential", _("أرض سكنية")
    LAND_COMMERCIAL = "land_commercial", _("أرض تجارية")
    LAND_RAW = "land_raw", _("أرض خام")
    LAND_AGRICULTURAL = "land_agricultural", _("أرض زراعية")
    LAND_INDUSTRIAL = "land_industrial", _("أرض صناعية")
    REST_HOUSE = "rest_house", _("استراحة")
    CHALET = "chalet", _("شاليه")
    FARM = "farm", _("مزرعة")
    OFFICE = "office", _("مكتب")
    SHOP = "shop", _("محل")
    SHOWROOM = "showroom", _("معرض")
    WAREHOUSE = "warehouse", _("مستودع")
    WORKSHOP = "workshop", _("ورشة")
    LABOR_HOUSING = "labor_housing", _("سكن عمال")
    HOTEL = "hotel", _("فندق")
    GAS_STATION = "gas_station", _("محطة وقود")
    SCHOOL = "school", _("مدرسة")
    FACTORY = "factory", _("مصنع")
    KIOSK = "kiosk", _("كشك")
    PARKING = "parking", _("مواقف")


# What a type has none of, so that forms do not ask for it and rows do not hold it.
LANDS = tuple(code for code in PropertyType if code.value.startswith("land_"))
WITHOUT_ROOMS = (
    *LANDS,
    *(PropertyType.SHOP, PropertyType.SHOWROOM, PropertyType.WAREHOUSE, PropertyType.WORKSHOP),
    *(PropertyType.GAS_STATION, PropertyType.FACTORY, PropertyType.KIOSK, PropertyType.PARKING),
)
OF_ROOMS = ("rooms", "bathrooms")
OF_BUILDINGS = ("age_years",)


def lacking(type: str) -> tuple[str, ...]:
    """The fields that a property of this type cannot have: a land has neither rooms nor an age."""
    fields = OF_ROOMS if type in WITHOUT_ROOMS else ()
    return (*fields, *OF_BUILDINGS) if type in LANDS else fields


class Purpose(models.TextChoices):
    SALE = "sale", _("بيع")
    RENT = "rent", _("إيجار")


class PropertyStatus(models.TextChoices):
    DRAFT = "draft", _("مسودة")
    AVAILABLE = "available", _("متاح")
    RESERVED = "reserved", _("محجوز")
    SOLD = "sold", _("مباع")
    RENTED = "rented", _("مؤجَّر")
    WITHDRAWN = "withdrawn", _("مسحوب من السوق")


PROPERTY_TONES = {
    PropertyStatus.DRAFT: "gray",
    PropertyStatus.AVAILABLE: "green",
    PropertyStatus.RESERVED: "amber",
    PropertyStatus.SOLD: "violet",
    PropertyStatus.RENTED: "violet",
    PropertyStatus.WITHDRAWN: "gray",
}
ON_MARKET = (PropertyStatus.AVAILABLE, PropertyStatus.RESERVED)
TAKEN = (PropertyStatus.SOLD, PropertyStatus.RENTED)


class Facade(models.TextChoices):
    NORTH = "north", _("شمالية")
    SOUTH = "south", _("جنوبية")
    EAST = "east", _("شرقية")
    WEST = "west", _("غربية")
    NORTH_EAST = "north_east", _("شمالية شرقية")
    NORTH_WEST = "north_west", _("شمالية غربية")
    SOUTH_EAST = "south_east", _("جنوبية شرقية")
    SOUTH_WEST = "south_west", _("جنوبية غربية")
    THREE_STREETS = "three_streets", _("ثلاثة شوارع")
    FOUR_STREETS = "four_streets", _("أربعة شوارع")


class Feature(models.TextChoices):
    """What a property may have, may lack, or may not be known to have."""

    MAJLIS = "majlis", _("مجلس رجال")
    MAJLIS_WOMEN = "majlis_women", _("مجلس نساء")
    DINING = "dining", _("مقلط")
    KITCHEN = "kitchen", _("مطبخ راكب")
    MAID_ROOM = "maid_room", _("غرفة خادمة")
    DRIVER_ROOM = "driver_room", _("غرفة سائق")
    LAUNDRY = "laundry", _("غرفة غسيل")
    STORE = "store", _("مستودع")
    YARD = "yard", _("حوش")
    ANNEX = "annex", _("ملحق")
    BASEMENT = "basement", _("قبو")
    ROOF = "roof", _("سطح")
    POOL = "pool", _("مسبح")
    GARDEN = "garden", _("حديقة")
    ELEVATOR = "elevator", _("مصعد")
    CAR_ENTRANCE = "car_entrance", _("مدخل سيارة")
    PARKING = "parking", _("مواقف")
    PRIVATE_ENTRANCE = "private_entrance", _("مدخل خاص")
    AC = "ac", _("مكيّف")
    FURNISHED = "furnished", _("مؤثث")
    TWO_APARTMENTS = "two_apartments", _("شقتان داخل الفيلا")
    ELECTRICITY_METER = "electricity_meter", _("عداد كهرباء مستقل")
    FIBER = "fiber", _("ألياف بصرية")


class RequestStatus(models.TextChoices):
    OPEN = "open", _("مفتوح")
    PAUSED = "paused", _("موقوف")
    FULFILLED = "fulfilled", _("تم التنفيذ")
    CLOSED = "closed", _("مغلق")


REQUEST_TONES = {
    RequestStatus.OPEN: "green",
    RequestStatus.PAUSED: "amber",
    RequestStatus.FULFILLED: "violet",
    RequestStatus.CLOSED: "gray",
}


class PaymentWay(models.TextChoices):
    """How the seeker means to pay."""

    CASH = "cash", _("نقدًا")
    MORTGAGE = "mortgage", _("تمويل عقاري")
    CASH_AND_BANK = "cash_and_bank", _("نقدًا مع تمويل")
    INSTALLMENTS = "installments", _("أقساط")


class MatchStatus(models.TextChoices):
    PENDING = "pending", _("مقترحة")
    SENT = "sent", _("أُرسلت للعميل")
    INTERESTED = "interested", _("أعجبته")
    VIEWING_BOOKED = "viewing_booked", _("حُدد موعد معاينة")
    REJECTED = "rejected", _("رفضها العميل")
    DISMISSED = "dismissed", _("استبعدها الوسيط")
    WON = "won", _("تمت عليها الصفقة")
    STALE = "stale", _("لم تعد متاحة")


MATCH_TONES = {
    MatchStatus.PENDING: "blue",
    MatchStatus.SENT: "teal",
    MatchStatus.INTERESTED: "green",
    MatchStatus.VIEWING_BOOKED: "amber",
    MatchStatus.REJECTED: "gray",
    MatchStatus.DISMISSED: "gray",
    MatchStatus.WON: "violet",
    MatchStatus.STALE: "gray",
}
OPEN_MATCHES = (MatchStatus.PENDING, MatchStatus.SENT, MatchStatus.INTERESTED, MatchStatus.VIEWING_BOOKED)
REFUSED_MATCHES = (MatchStatus.REJECTED, MatchStatus.DISMISSED)
SETTLED_MATCHES = (MatchStatus.WON, MatchStatus.STALE)  # by what became of the property, not by a person
# What a person may say of a match; the other states come with what they tell of (api: matches).
SAYABLE = (MatchStatus.PENDING, MatchStatus.SENT, MatchStatus.INTERESTED, *REFUSED_MATCHES)


class RejectReason(models.TextChoices):
    PRICE = "price", _("السعر مرتفع")
    LOCATION = "location", _("الموقع لا يناسبه")
    AREA = "area", _("المساحة لا تناسبه")
    CONDITION = "condition", _("حالة العقار")
    LAYOUT = "layout", _("التقسيم الداخلي")
    CHANGED_MIND = "changed_mind", _("غيّر طلبه")
    OTHER = "other", _("سبب آخر")
