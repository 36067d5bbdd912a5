"""Listings in the search everywhere: by title, place, or a number of the deed, the plan or the licence."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.addresses import row_address
from core.highlight import marked
from core.icons import icon_svg
from core.marks import badge
from core.models import User
from core.search import Command, Hit, Hits, finder
from core.templatetags.ui import short_money
from properties.models import Property

COLUMNS = ("title", "status", "city", "district", "price", "created_at")
LATEST = 4


@finder
def find_properties(user: User, query: str, limit: int) -> Hits:
    """The newest that have every word of the query; without one, the newest."""
    mine = Property.objects.live().visible_to(user).only(*COLUMNS).newest_first()
    if not query:
        return Hits(_("أحدث العقارات"), [_hit(listing, "") for listing in mine[:LATEST]])
    found = list(mine.search(query)[: limit + 1])
    all_url = f"{reverse('property_list')}?{urlencode({'search': query})}"
    return Hits(_("عقارات"), [_hit(listing, query) for listing in found[:limit]], all_url if len(found) > limit else "")


def _hit(listing: Property, query: str) -> Hit:
    url = row_address("property", listing.pk)
    share = _("مشاركة %(title)s") % {"title": listing.title}
    return Hit(
        url=url,
        mark=SafeString(f'<span class="thumb">{icon_svg("building-2", "s")}</span>'),
        title=marked(listing.title, query),
        detail=format_html("<bdi>{}</bdi> · {}", marked(listing.place, query), short_money(listing.price)),
        badge=SafeString(badge(listing.get_status_display(), listing.status_tone)),
        commands=[Command(row_address("property_share", listing.pk), share, "share-2")],
    )
