"""Template tags for what rows of customers have in common: {% load book %}."""

from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.icons import icon_svg
from core.phones import tel_url, whatsapp_url
from crm.models import Customer

register = template.Library()


@register.simple_tag
def contact_buttons(customer: Customer) -> SafeString:
    """Call and WhatsApp of a customer. Both offer, and no more, to log what came of it (static/js/customers.js)."""
    return SafeString(
        _buttons(get_language()).format(
            tel=escape(tel_url(customer.phone) if customer.phone else ""),
            wa=escape(whatsapp_url(customer.whatsapp_phone) if customer.whatsapp_phone else ""),
            log=escape(customer.get_absolute_url()),
            name=escape(customer.name),
        )
    )


@lru_cache
def _buttons(_language: str | None) -> str:
    """What the buttons of all customers have in common: a page has twenty pairs, so it is made once."""
    return (
        '<a class="btn ghost sq" href="{{tel}}" data-log="{{log}}?log=call#log" data-name="{{name}}" '
        'aria-label="{call}: {{name}}">{phone}</a>'
        '<a class="btn ghost sq" href="{{wa}}" target="_blank" rel="noopener" data-log="{{log}}?log=whatsapp#log" '
        'data-name="{{name}}" aria-label="{whatsapp}: {{name}}">{glyph}</a>'
    ).format(call=_("اتصال"), whatsapp=_("واتساب"), phone=icon_svg("phone"), glyph=icon_svg("whatsapp"))
