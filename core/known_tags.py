"""Template tags whose outcome is known before a page is: a page has hundreds of them, so they cost as good as nothing.

`core.templatetags.ui` registers them; loaded after `i18n`, its `translate` takes the place of Django's.
"""

from collections.abc import Callable, Hashable

from django.conf import settings
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.icons import icon_svg


def icon(parser: Parser, token: Token) -> Node:
    """{% icon "phone" "s" %}: drawn when the template is compiled, unless its name is a variable."""
    names = token.split_contents()[1:]
    if all(map(_is_text, names)):
        return TextNode(icon_svg(*(name[1:-1] for name in names)))
    return _Icon([parser.compile_filter(name) for name in names])


def translate(parser: Parser, token: Token) -> Node:
    """As Django's own, which looks a plain text up each time: here once for each language."""
    node = do_translate(parser, token)
    words = token.split_contents()[1:]
    return _Known(node, _language) if _is_constant(words) else node


def url(parser: Parser, token: Token) -> Node:
    """As Django's own, which looks the address of a plain name up each time: here once for each set of addresses."""
    node = django_url(parser, token)
    names = token.split_contents()[1:]
    is_plain = _is_constant(names) and ":" not in names[0]  # which of a namespace's, the request may have a say in
    return _Known(node, lambda: (get_urlconf(), get_script_prefix())) if is_plain else node


def known(parser: Parser, token: Token) -> Node:
    """{% known %}…{% endknown %}: a part that says the same on every page, made once for each language.

    It is made without the page's context, so nothing of one page can get into another.
    """
    part = parser.parse(("endknown",))
    parser.delete_first_token()
    return _Known(_Apart(part), _language)


class _Apart(Node):
    """What `part` says where there is no context."""

    def __init__(self, part: NodeList) -> None:
        self.part = part

    def render(self, context: Context) -> SafeString:
        return self.part.render(context.new())


class _Icon(Node):
    def __init__(self, names: list[FilterExpression]) -> None:
        self.names = names

    def render(self, context: Context) -> SafeString:
        return icon_svg(*(name.resolve(context) for name in self.names))


class _Known(Node):
    """What `node` says, kept by the one thing that it depends on."""

    def __init__(self, node: Node, depends_on: Callable[[], Hashable]) -> None:
        self.node, self.depends_on = node, depends_on
        self.said: dict[Hashable, str] = {}

    def render(self, context: Context) -> str:
        key = self.depends_on()
        if key not in self.said:
            self.said[key] = self.node.render(context)
        return self.said[key]


def _language() -> str | None:
    """What words depend on. Asking Django costs more than the rest of a tag, so it is not asked where there is one."""
    return None if len(settings.LANGUAGES) == 1 else get_language()


def _is_constant(words: list[str]) -> bool:
    return len(words) == 1 and _is_text(words[0])


def _is_text(written: str) -> bool:
    return written[0] in "'\"" and written[-1] == written[0]
