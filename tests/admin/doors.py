"""What a manager does in the admin, as a browser does it: opening forms, typing into them, choosing rows."""

from django.forms import MultiWidget
from django.urls import reverse

from core.fields import MomentWidget


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def typed(form, **changes):
    """What a browser would post from this form, with `changes` typed into it."""
    data = {}
    for field in form:
        value, widget = field.value(), field.field.widget
        if isinstance(widget, MomentWidget):
            day, clock = value if isinstance(value, list) else widget.decompress(value)
            data |= {f"{field.name}_day": day, f"{field.name}_time": clock}
        elif isinstance(widget, MultiWidget):
            parts = value if isinstance(value, list) else widget.decompress(value)
            data |= {f"{field.name}{name}": part for name, part in zip(widget.widgets_names, parts, strict=True)}
        elif value not in (None, False):
            data[field.name] = "on" if value is True else value
    return data | changes


def add(browser, model, **changes):
    url = address(model, "add")
    form = browser.get(url).context["adminform"].form
    return browser.post(url, typed(form, **changes), follow=True)


def edit(browser, row, **changes):
    url = address(type(row), "change", row.pk)
    form = browser.get(url).context["adminform"].form
    return browser.post(url, typed(form, **changes), follow=True)


def run(browser, action, rows, *, query="", **more):
    """Choose `rows` in their list and run the action."""
    rows = list(rows)
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return browser.post(address(type(rows[0]), "changelist") + query, data, follow=True)


def errors(response):
    return response.context["adminform"].form.errors


def said(response):
    return [str(message) for message in response.context["messages"]]


def listed(response):
    return [str(row) for row in response.context["cl"].result_list]
