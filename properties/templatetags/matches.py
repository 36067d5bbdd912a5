"""Template tags for matches: {% load matches %}."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join

from core.icons import icon_svg
from properties.matching.words import Words

register = template.Library()

SIGNS = {"yes": "check", "no": "minus", "open": "circle-question-mark"}


@register.simple_tag
def why(words: Iterable[Words]) -> str:
    """Why a match is one, and what it lacks. In one piece: a page has a hundred reasons."""
    reasons = (("yes" if one.stands == "yes" else "no", icon_svg(SIGNS[one.stands], "s"), one.text) for one in words)
    return format_html('<ul class="why">{}</ul>', format_html_join("", '<li class="{}">{}{}</li>', reasons))
