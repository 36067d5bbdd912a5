"""Template tags for what rows of customers have in common: {% load book %}."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.icons import icon_svg
from core.phones import tel_url, whatsapp_url
from crm.models import Customer

register = template.Library()


@register.simple_tag
def contact_buttons(customer: Customer) -> SafeString:
    """Call and WhatsApp of a customer. Both offer, and no more, to log what came of it (static/js/customers.js)."""
    return format_html(
        '<a class="btn ghost sq" href="{tel}" data-log="{log}?log=call#log" data-name="{name}" '
        'aria-label="{call}: {name}">{phone}</a>'
        '<a class="btn ghost sq" href="{wa}" target="_blank" rel="noopener" data-log="{log}?log=whatsapp#log" '
        'data-name="{name}" aria-label="{whatsapp}: {name}">{glyph}</a>',
        tel=tel_url(customer.phone) if customer.phone else "",
        wa=whatsapp_url(customer.whatsapp_phone) if customer.whatsapp_phone else "",
        log=customer.get_absolute_url(),
        name=customer.name,
        call=_("اتصال"),
        whatsapp=_("واتساب"),
        phone=icon_svg("phone"),
        glyph=icon_svg("whatsapp"),
    )
