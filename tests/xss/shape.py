"""What a browser makes of a page: its elements, attributes and addresses; by the standard library's own parser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "background", "hx-get", "hx-post", "xlink:href"}
SAFE_STARTS = ("/", "?", "#", "http://testserver", "tel:+", "mailto:", "https://wa.me/", "data:image/svg+xml,")


@dataclass
class Shape(HTMLParser):
    """The attribute names of each element's name, and what stands where a page runs or goes to something."""

    attributes: dict[str, set[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.setdefault(tag, set()).update(name for name, _value in attrs)
        self.addresses += [value or "" for name, value in attrs if name in ADDRESSES]
        if tag == "script":
            self.scripts.append(dict(attrs).get("src") or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def beyond(self, harmless: Self) -> list[str]:
        """What this page has that a page with harmless text in the same places does not have."""
        found = [
            f"<{tag} {name}>"
            for tag, names in self.attributes.items()
            for name in {""} | names
            if tag not in harmless.attributes or name not in harmless.attributes[tag] | {""}
        ]
        found += [f"script {source}" for source in self.scripts if source not in harmless.scripts]
        return found + [f"goes to {to}" for to in self.addresses if to and not to.startswith(SAFE_STARTS)]


def shape_of(html: str) -> Shape:
    shape = Shape()
    shape.feed(html)
    shape.close()
    return shape
