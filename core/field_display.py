"""How a form field looks: which of the design's shapes its widget takes, and what its attributes must say."""

from typing import Any

from django import forms
from django.forms import BoundField

LTR_TYPES = {"tel", "email", "url", "number", "password"}
SHAPES: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxInput, "check"),
    ((forms.RadioSelect, forms.CheckboxSelectMultiple), "choices"),
    (forms.SelectMultiple, "line"),
    (forms.Select, "select"),
    (forms.PasswordInput, "password"),
)


def dressed_field(field: BoundField, css: str = "", **said: Any) -> dict[str, object]:
    """{% field form.phone hint="…" unit="ريال" css="full" %}: label, control, hint and errors, tied together.

    `said` may replace label, hint and unit, add a link (link, link_url) at the label's end, and set
    placeholder, autofocus and ltr on the control.
    """
    hint = said.get("hint") or field.help_text
    own = {name: said[name] for name in ("placeholder", "autofocus") if said.get(name)}
    if said.get("ltr"):
        own["dir"] = "ltr"
    return {
        "field": field,
        "css": css,
        "shape": shape(field.field.widget),
        "label": said.get("label") or field.label,
        "hint": hint,
        "unit": said.get("unit") or getattr(field.field, "unit", ""),
        "link": said.get("link"),
        "link_url": said.get("link_url"),
        "errors": field.errors,
        "control": field.as_widget(attrs={**look(field.field.widget), **state(field, bool(hint)), **own}),
    }


def shape(widget: forms.Widget) -> str:
    """check, choices, select, password, hidden or line: what _field.html draws."""
    for kinds, name in SHAPES:
        if isinstance(widget, kinds):
            return name
    return "line"


def look(widget: forms.Widget) -> dict[str, Any]:
    """What makes a control look right: the design's class, and the direction of what is typed into it."""
    attrs: dict[str, Any] = {}
    if shape(widget) in {"line", "select", "password"}:
        attrs["class"] = f"{widget.attrs.get('class', '')} input".strip()
    if getattr(widget, "input_type", "") in LTR_TYPES:
        attrs["dir"] = "ltr"
    elif isinstance(widget, forms.Textarea):
        attrs["dir"] = "auto"
    return attrs


def state(field: BoundField, has_hint: bool) -> dict[str, Any]:
    """What ties a control to its hint and its errors."""
    parts = (("helptext", has_hint), ("error", bool(field.errors)))
    described = " ".join(f"{field.auto_id}_{part}" for part, shown in parts if shown)
    attrs: dict[str, Any] = {"aria-describedby": described} if described else {}
    return {**attrs, "aria-invalid": "true"} if field.errors else attrs
