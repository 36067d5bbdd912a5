"""Small drawings and lists of choices that pages show in one form everywhere: `{% load ui %}` has them as tags."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any, Protocol
from zlib import crc32

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class Person(Protocol):
    """Somebody to choose."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...


TONES = ("blue", "teal", "violet", "amber", "orange", "green")
TITLES = {
    *("م", "د", "أ", "أ.د", "المهندس", "المهندسة", "الدكتور", "الدكتورة", "الأستاذ", "الأستاذة", "الشيخ"),
    *("mr", "mrs", "ms", "dr"),
}
PRIORITIES = {"low": ("low", 1), "medium": ("mid", 2), "high": ("high", 3)}


def avatar(name: str, size: str = "") -> str:
    """A person's mark: one letter of the given name, on a tone that stays the same for the name."""
    tone = TONES[crc32(name.encode()) % len(TONES)]
    css = " ".join(filter(None, ("avatar", size, f"t-{tone}")))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, first_letter(name))


def first_letter(name: str) -> str:
    """The first letter of the first word that is no title; "؟" when there is none (an erased person)."""
    words = [word for word in name.split() if word.strip(".").lower() not in TITLES] or name.split()
    return next((sign.upper() for word in words for sign in word if sign.isalpha()), "؟")


def badge(word: str, tone: str = "gray", kind: str = "") -> str:
    """A status: its word always there, the tone repeating it. `kind` "plain" leaves out the dot."""
    return format_html('<span class="badge{} t-{}">{}</span>', f" {kind}" if kind else "", tone, word)


@lru_cache
def priority(code: str, label: str) -> SafeString:
    """Bars that rise from right to left, or a sign for urgent; `label` is the priority's word. Drawn once each."""
    css, level = PRIORITIES.get(code, (code, 0))
    bars = [(11, 10, 4, level > 0), (6, 6, 8, level > 1), (1, 2, 12, level > 2)]
    return render_to_string("_priority.html", {"css": css, "bars": bars if level else [], "label": label})


def ring(score: int) -> str:
    """How well a pair fits, in percent: green from 85, amber from 70 (design: match)."""
    tone = "green" if score >= 85 else "amber" if score >= 70 else "gray"
    return format_html(
        '<svg class="ring t-{}" viewBox="0 0 44 44" role="img" aria-label="{}">'
        '<circle class="rail-c" cx="22" cy="22" r="19"/><circle class="val" cx="22" cy="22" r="19" pathLength="100"'
        ' stroke-dasharray="{} 100" transform="rotate(-90 22 22)"/><text x="22" y="26.5">{}%</text></svg>',
        *(tone, _("نسبة المطابقة %(score)s%%") % {"score": score}, score, score),
    )


def people_options(people: Iterable[Person], chosen: Person | None = None) -> SafeString:
    """People to choose from in a <select>, the chosen one marked: in one piece, for an office has hundreds."""
    chosen_pk = chosen.pk if chosen else None
    options = (
        f'<option value="{person.pk}"{" selected" if person.pk == chosen_pk else ""}>{escape(person.name)}</option>'
        for person in people
    )
    return SafeString("".join(options))


def pick_options(name: str, options: Iterable[Any]) -> SafeString:
    """Boxes to tick, as chips, for the parameter `name`; an option has code, label and is_on. In one piece: a page has
    dozens.
    """
    chips = (
        f'<label class="chip pickable"><input type="checkbox" name="{name}" value="{escape(option.code)}"'
        f"{' checked' if option.is_on else ''}>{escape(str(option.label))}</label>"
        for option in options
    )
    return SafeString("".join(chips))
