"""Customers in the search everywhere: by name, phone or e-mail, in any spelling (rules: Search key)."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.addresses import row_address
from core.highlight import marked, marked_phone
from core.models import User
from core.search import Command, Hit, Hits, finder
from core.slices import first_of_each
from crm.marks import avatar_of, status_badge
from crm.models import Customer, CustomerQuerySet
from crm.search import distance, likeliest_condition

COLUMNS = ("name", "phone", "whatsapp", "email", "status", "last_contact_date", "created_at")
OWNER_COLUMNS = ("owner__first_name", "owner__last_name", "owner__username")
LATEST = 6


@finder
def find_customers(user: User, query: str, limit: int) -> Hits:
    """The likeliest first: that very phone, names that begin so; then whom this person dealt with last.

    Each of the two lists ends at its limit, and so does the database: by the order's index for a frequent word, by
    the trigram index for a rare one.
    """
    mine: CustomerQuerySet = Customer.objects.live().visible_to(user).latest_for(user)
    if not query:
        latest = list(_columns(user).filter(pk__in=first_of_each([(mine, LATEST)])).latest_for(user))
        return Hits(_("أحدث العملاء"), _hits(latest, "", user))
    lists = [(mine.filter(likeliest_condition(query)), limit), (mine.search(query), limit + 1)]
    found = list(_columns(user).filter(pk__in=first_of_each(lists)).latest_for(user))
    found.sort(key=lambda row: distance(query, name=row.name, phones=(row.phone, row.whatsapp)))
    all_url = f"{reverse('customer_list')}?{urlencode({'search': query})}"
    return Hits(_("عملاء"), _hits(found[:limit], query, user), all_url if len(found) > limit else "")


def _columns(user: User) -> CustomerQuerySet:
    rows: CustomerQuerySet = Customer.objects.only(*COLUMNS)
    return rows.select_related("owner").only(*COLUMNS, *OWNER_COLUMNS) if user.is_manager else rows


def _hits(found: list[Customer], query: str, user: User) -> list[Hit]:
    return [_hit(customer, query, user) for customer in found]


def _hit(customer: Customer, query: str, user: User) -> Hit:
    url = row_address("customer", customer.pk)
    return Hit(
        url=url,
        mark=SafeString(avatar_of(customer.name)),
        title=marked(customer.name, query),
        detail=_detail(customer, query, user),
        badge=status_badge(customer.status),
        commands=[
            Command(f"{url}?log=call#log", _("تسجيل تواصل مع %(name)s") % {"name": customer.name}, "phone-call"),
            Command(
                row_address("followup_new", customer.pk),
                _("متابعة جديدة مع %(name)s") % {"name": customer.name},
                "alarm-clock",
            ),
        ],
    )


def _detail(customer: Customer, query: str, user: User) -> SafeString:
    """The phone that was asked for; the e-mail too when it was; and for managers whose customer it is."""
    phone = marked_phone(customer.phone, query)
    if customer.whatsapp and "<mark>" not in phone:
        other = marked_phone(customer.whatsapp, query)
        phone = other if "<mark>" in other else phone
    email = marked(customer.email, query) if query else SafeString("")
    parts = [phone]
    if "<mark>" in email:
        parts.append(format_html('<bdi dir="ltr">{}</bdi>', email))
    if user.is_manager:
        parts.append(format_html("<bdi>{}</bdi>", customer.owner.name))
    return format_html_join(" · ", "{}", ((part,) for part in parts))
