"""Names and notes are plain text before they are stored (domain: text traps, 4; stack: bleach)."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean_line, clean_text, strip_markup

anything = st.text(alphabet=st.characters(exclude_categories=[]))
PIECES = (
    *(
        "<",
        ">",
        "<b",
        "</",
        "<!--",
        "-->",
        "script",
        "<script>",
        "<<",
        "&",
        "&lt;",
        "&amp;",
        "\n",
        " ",
        "/",
        "!",
    ),
    *(
        "?",
        "ا",
        "é",
        "\u0338",
        "\u212a",
        "\u200d",
        "\u200b",
        "\U0001f468",
        "\r\n",
        "\x00",
        "'",
        '"',
        "=",
        "<p>",
    ),
)
hostile = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)

    handle_endtag = handle_comment = handle_decl = handle_pi = unknown_decl = lambda self, tag: self.found.append(tag)


def tags(text):
    parser = Tags()
    parser.feed(f"<p>{text}</p>")
    parser.close()
    return parser.found


UNCHANGED = [
    "شركة A & B",
    "السعر < 500 & كاش",
    "شقَّة مؤجَّرة",
    'O\'Brien "ابو فهد"',
    "R&D &amp; &lt;b&gt;",
    "3 > 2",
    "<3",
    "10% + VAT = x",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
]


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize("text", UNCHANGED)
def test_plain_text_stays_as_typed(clean, text):
    assert clean(text) == text


CLEANED = [
    ("<b>نورة</b> السالم", "نورة السالم"),
    ("<script>alert(1)</script>", "alert(1)"),
    ("<scr<script>ipt>alert(1)</scr</script>ipt>", "ipt>alert(1)ipt>"),
    ("<<b>script>alert(1)", "< script>alert(1)"),
    ("<img src=x onerror=alert(1)", "< img src=x onerror=alert(1)"),
    ("<svg/onload=alert(1)>سعد", "سعد"),
    ("قبل<!-- تعليق -->بعد", "قبلبعد"),
    ("\u202bسعد\u202c\ufeff", "سعد"),
    ("a<b", "a< b"),
    ("a\x00b\ud800", "ab"),
]


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize(("text", "plain"), CLEANED)
def test_markup_and_invisible_characters_go(clean, text, plain):
    assert clean(text) == plain


def test_a_line_has_single_spaces_and_no_breaks():
    assert clean_line("  نورة \t\n بنت\u00a0\u2003سالم\u2028الدوسري ") == "نورة بنت سالم الدوسري"


def test_a_note_keeps_its_line_breaks():
    assert clean_text("سطر\r\nثان  \rثالث\t\n\n\n\n\nأخير \n") == "سطر\nثان\nثالث\n\n\nأخير"


def test_paragraphs_of_pasted_markup_stay_apart():
    assert clean_text("<p>الأول</p><p>الثاني</p>") == "الأول\nالثاني"


def test_letters_are_composed():
    assert clean_line("cafe\u0301 ا\u0653") == "café آ"


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@given(text=anything | hostile)
def test_cleaning_twice_is_cleaning_once(clean, text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@given(text=anything | hostile)
def test_nothing_that_parses_as_a_tag_is_left(clean, text):
    assert tags(clean(text)) == ["p", "p"]
    clean(text).encode()


@given(anything.map(lambda text: clean_text(text.replace("<", ""))))
def test_text_without_a_tag_is_not_touched_by_stripping(text):
    assert strip_markup(text) == text
