"""Reading the forms of a page as a browser does, so that a test can fill in whatever fields they have."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """One control: its kind (text, hidden, select, checkbox …), its present value and what it offers."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind in {"text", "search", "tel", "email", "number", "url", "date", "time", "textarea"}


@dataclass
class Form:
    """Where a form goes, and its controls by name."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)


def read_forms(html: str) -> list[Form]:
    reader = _Reader()
    reader.feed(html)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._field: Field | None = None  # the select or textarea that is open

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag in {"input", "button", "select", "textarea"} and given.get("name"):
            self._open(tag, given)
        elif tag == "option" and self._field:
            self._field.options.append(given.get("value", ""))
            if "selected" in given:
                self._field.value = given.get("value", "")

    def _open(self, tag, given):
        name = given["name"]
        kind = given.get("type", "text") if tag in {"input", "button"} else tag
        known = self._form.fields.get(name)
        control = known if known and known.kind == kind else Field(name, kind)
        if kind in {"checkbox", "radio", "submit"}:
            control.options.append(given.get("value", "on"))
            control.value = given.get("value", "on") if "checked" in given else control.value
        elif tag == "input":
            control.value = given.get("value", "")
        self._form.fields[name] = control
        self._field = control if tag in {"select", "textarea"} else None

    def handle_data(self, data):
        if self._field and self._field.kind == "textarea":
            self._field.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag in {"select", "textarea"}:
            self._field = None
