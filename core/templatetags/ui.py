"""Template tags and filters for everything that a page shows in one form everywhere: {% load ui %}."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import arabic, dates, numbers, phones
from core.counting import MOST_COUNTED, Total
from core.field_display import dressed_field
from core.known_tags import icon, known, translate, url
from core.marks import avatar, badge, people_options, pick_options, priority, ring
from core.messages import UNDO

register = template.Library()


PRODUCT = _("ديرة")

for mark in (avatar, badge, priority, ring, people_options, pick_options):
    register.simple_tag(mark)
register.inclusion_tag("_field.html", name="field")(dressed_field)
register.tag("icon", icon)
register.tag("known", known)
register.tag("translate", translate)
register.tag("url", url)


@register.simple_tag
def product() -> str:
    """The product's name, the one place where it is written."""
    return str(PRODUCT)


# ---------------------------------------------------------------- phones, money, counts


@register.filter
def phone(e164: str | None) -> str:
    """A phone as people read it, isolated left to right."""
    return format_html('<bdi dir="ltr">{}</bdi>', phones.format_phone(e164)) if e164 else ""


@register.filter
def tel(e164: str | None) -> str:
    """The tel: address of a phone."""
    return phones.tel_url(e164) if e164 else ""


@register.filter
def wa(e164: str | None) -> str:
    """The WhatsApp address of a phone."""
    return phones.whatsapp_url(e164) if e164 else ""


@register.filter
def money(amount: Decimal | int | None) -> str:
    """An exact amount with its smaller unit; nothing for None."""
    return sar(numbers.format_amount(amount), _("ريال")) if amount is not None else ""


@register.filter
def short_money(amount: Decimal | int | None) -> str:
    """An amount as lists show it: 1.45 مليون ريال."""
    return sar(*numbers.short_money(amount)) if amount is not None else ""


@register.filter
def adds_up(total: Total) -> str:
    """What many amounts add up to, rounded for a heading: 24.8 مليون; «24.8+» when there are more than were counted."""
    if not total.amount:
        return ""
    figure, unit = numbers.about_money(total.amount)
    plus = "" if total.is_exact else "+"
    return format_html('<bdi dir="ltr">{}{}</bdi> {}', figure, plus, unit.removesuffix(" ريال"))


def sar(figure: str, unit: object) -> SafeString:
    return format_html('<span class="sar">{} <small>{}</small></span>', figure, unit)


@register.filter
def amount(value: Decimal | int | None) -> str:
    """A number with its thousands parted and no unit."""
    return numbers.format_amount(value) if value is not None else ""


@register.filter
def bounded(number: int, most: int = MOST_COUNTED) -> str:
    """A number that was counted no further than `most` + 1: «10,000+» stands for all beyond."""
    if number <= most:
        return numbers.format_amount(number)
    return format_html('<bdi dir="ltr">{}+</bdi>', numbers.format_amount(most))


@register.filter
def how_many(total: Total) -> str:
    """The number of a total: 26; «26+» when there are more than were counted."""
    plus = "" if total.is_exact else "+"
    return format_html('<bdi dir="ltr">{}{}</bdi>', numbers.format_amount(total.count), plus)


@register.filter
def metres(area: Decimal | None) -> str:
    """An area: 350 م²."""
    return format_html("<bdi>{} {}</bdi>", numbers.format_amount(area), _("م²")) if area is not None else ""


@register.filter
def absolute(amount: Decimal) -> Decimal:
    """A sum without its sign."""
    return abs(amount)


@register.filter
def counted(number: int, noun: str) -> str:
    """A count that agrees with its noun: {{ 11|counted:"customer" }} is 11 عميلًا."""
    return arabic.counted(number, noun)


@register.filter
def counted_after(number: int, noun: str) -> str:
    """As `counted`, after a verb or a preposition: «عرض اثنين آخرين»."""
    return arabic.counted(number, noun, oblique=True)


# ---------------------------------------------------------------- dates, as words for inside <time>


@register.filter
def clock(at: datetime | None) -> str:
    """The time of day: 10:30 ص."""
    return dates.clock(at) if at else ""


@register.filter
def long_date(day: date | None) -> str:
    """الاثنين 23 نوفمبر 2026."""
    return dates.long_date(day) if day else ""


@register.filter
def hijri(day: date | None) -> str:
    """The same day in Umm al-Qura, without markup."""
    return dates.hijri(day) if day else ""


@register.filter
def short_date(day: date | None, now: datetime | None = None) -> str:
    """23 نوفمبر, with the year when it is another one."""
    return dates.short_date(day, today(now)) if day else ""


@register.filter
def day_month_year(day: date | None) -> str:
    """15 يونيو 2025: a deed's or a licence's day, always with its year."""
    return f"{day.day} {dates.month_name(day)} {day.year}" if day else ""


@register.filter
def day_label(day: date | None, now: datetime | None = None) -> str:
    """A day as a heading in a list: اليوم، الاثنين 23 نوفمبر."""
    return dates.day_label(day, today(now)) if day else ""


@register.filter
def ago(at: datetime | None, now: datetime | None = None) -> str:
    """How long ago: قبل 5 دقائق. Give the view's own `now` where one page says it often."""
    return dates.ago(at, now or timezone.now()) if at else ""


@register.filter
def since(at: datetime | None, now: datetime | None = None) -> str:
    """How long something has waited: منذ 12 دقيقة."""
    return dates.since(at, now or timezone.now()) if at else ""


@register.filter
def due(at: datetime | None, now: datetime | None = None) -> str:
    """When something planned is due: غدًا 10:00 ص, متأخرة 4 أيام."""
    return dates.due(at, now or timezone.now()) if at else ""


@register.filter
def iso(at: date | datetime | None) -> str:
    """For the datetime attribute of <time>."""
    return at.isoformat() if at else ""


def today(now: datetime | None) -> date:
    return dates.local_date(now or timezone.now())


# ---------------------------------------------------------------- links and pages


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: object) -> str:
    """This page's query string with `changes` (None or "" removes); back to page 1 unless `page` is given."""
    request: HttpRequest = context["request"]
    kept = {key: values for key, values in request.GET.lists() if key not in {*changes, "page"}}
    return "?" + urlencode({**kept, **{key: as_list(given) for key, given in changes.items()}}, doseq=True)


def as_list(given: object) -> list[object]:
    if given is None or given == "":
        return []
    return list(given) if isinstance(given, list | tuple) else [given]


@register.simple_tag(takes_context=True)
def current(context: Context, *prefixes: str) -> str:
    """aria-current="page" when the page's URL name begins with one of `prefixes`."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    here = (match.url_name or "") if match and not match.namespaces else ""
    return SafeString('aria-current="page"') if here.startswith(prefixes) else ""


@register.inclusion_tag("_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], noun: str = "customer") -> dict[str, object]:
    """Numbers, previous and next of `page`; a paginator may say `count_is_exact = False`: a capped count."""
    paginator = page.paginator
    exact = getattr(paginator, "count_is_exact", True)
    shown = list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    if not exact and page.has_next():
        shown.pop()  # the last page is not known
    return {
        "request": context["request"],
        "page": page,
        "numbers": shown,
        "last": paginator.num_pages,
        "gap": paginator.ELLIPSIS,
        "exact": exact,
        "total": arabic.counted(paginator.count, noun, oblique=page.has_other_pages()),
        "cap": numbers.format_amount(paginator.count),
    }


@register.filter
def undo_url(message: Message) -> str:
    """Where a toast's «تراجع» posts to (core.messages), or nothing."""
    tags = str(message.extra_tags or "")
    url = tags.removeprefix(UNDO)
    local = tags.startswith(UNDO) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if local else ""
