"""Template tags whose outcome is known before a page is: a page has hundreds of them, so they cost as good as nothing.

`core.templatetags.ui` registers them; loaded after `i18n`, its `translate` takes the place of Django's.
"""

from django.template import Context, Node
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.templatetags.i18n import do_translate
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
    return _Translated(node) if len(words) == 1 and _is_text(words[0]) else node


class _Icon(Node):
    def __init__(self, names: list[FilterExpression]) -> None:
        self.names = names

    def render(self, context: Context) -> SafeString:
        return icon_svg(*(name.resolve(context) for name in self.names))


class _Translated(Node):
    def __init__(self, node: Node) -> None:
        self.node = node
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.said:
            self.said[language] = self.node.render(context)
        return self.said[language]


def _is_text(written: str) -> bool:
    return written[0] in "'\"" and written[-1] == written[0]
