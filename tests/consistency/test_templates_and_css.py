"""Rules of the look that a build can check: direction, the strict CSP, sizes, translation."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
STYLES = sorted((ROOT / "static").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
PYTHON = [file for app in ("core", "crm", "notifications", "realty_crm") for file in (ROOT / app).rglob("*.py")]

COMMENTS = re.compile(r"{#.*?#}|{%\s*comment.*?{%\s*endcomment\s*%}", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
TRANSLATED = re.compile(
    r"{%\s*(?:translate|trans)\s.*?%}|{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|_\((\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)
ARABIC = re.compile(r"[\u0621-\u064a]")


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def template(file: Path) -> str:
    return COMMENTS.sub("", file.read_text())


def css(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("file", STYLES, ids=name)
def test_css_has_no_physical_left_and_right(file):
    assert re.findall(r".*\b(?:left|right)\b.*", css(file)) == []


@pytest.mark.parametrize("file", STYLES, ids=name)
def test_css_has_no_physical_sides_sizes_or_letter_spacing(file):
    sided = r"(?:margin|padding|border|(?<!safe-area-)inset)-(?:top|bottom)"
    bare = r"(?<![\w-])(?:top|bottom|width|height|letter-spacing(?!\s*:\s*normal))\s*:"
    assert re.findall(f"{sided}|{bare}", css(file)) == []


@pytest.mark.parametrize("file", STYLES, ids=name)
def test_css_balances_its_braces_and_knows_every_variable(file):
    text = css(file)
    assert text.count("{") == text.count("}")
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= defined


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_templates_compile(file):
    engines["django"].get_template(str(file.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_templates_are_short(file):
    assert len(file.read_text().splitlines()) <= 150


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_templates_hold_nothing_that_the_csp_forbids(file):
    text = template(file)
    assert re.findall(r"\sstyle\s*=", text) == [], "inline style"
    assert re.findall(r"<style\b", text) == [], "inline stylesheet"
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", text) == [], "inline handler"
    assert re.findall(r"\shx-on[:\w-]*\s*=", text) == [], "inline handler"
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == [], "inline script"
    assert re.findall(r"(?:href|src|action)\s*=\s*[\"']\s*(?:javascript|data):", text) == [], "script in an address"


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_templates_fetch_nothing_from_elsewhere(file):
    assert re.findall(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", template(file)) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_templates_trust_no_text_as_html(file):
    text = template(file)
    assert re.findall(r"\|\s*(?:safe|safeseq)\b", text) == []
    if file.suffix == ".html":
        assert "autoescape off" not in text


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_every_arabic_word_of_a_template_can_be_translated(file):
    rest = TAGS.sub("", TRANSLATED.sub("", template(file)))
    assert [line.strip() for line in rest.splitlines() if ARABIC.search(line)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_arabic_words_in_template_tags_can_be_translated(file):
    tags = TAGS.findall(TRANSLATED.sub("", template(file)))
    assert [tag for tag in tags if ARABIC.search(tag)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_microcopy_neither_shouts_nor_apologises(file):
    words = " ".join(ARABIC.search(part) and part or "" for part in re.findall(r"\"[^\"]*\"|>[^<]*<", template(file)))
    assert "!" not in words
    assert "عذر" not in words.replace("تعذّر", "")


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_square_buttons_have_a_name(file):
    text = TAGS.sub("T", template(file))
    squares = re.findall(r"<(?:a|button)\b[^>]*class=\"[^\"]*\bsq\b[^\"]*\"[^>]*>", text)
    assert [tag for tag in squares if "aria-label" not in tag] == []


@pytest.mark.parametrize("file", [file for file in TEMPLATES if file.suffix == ".html"], ids=name)
def test_forms_that_change_something_carry_a_token(file):
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", template(file), re.DOTALL)
    assert [form[:80] for form in forms if "csrf_token" not in form] == []


@pytest.mark.parametrize("file", SCRIPTS, ids=name)
def test_scripts_are_small_and_evaluate_nothing(file):
    text = file.read_text()
    assert len(text.splitlines()) < 200
    assert re.findall(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text) == []


@pytest.mark.parametrize("file", SCRIPTS, ids=name)
def test_scripts_hold_no_words(file):
    lines = [line for line in file.read_text().splitlines() if ARABIC.search(line)]
    assert lines == []


def test_code_marks_html_as_safe_only_where_it_says_why():
    marked = [
        f"{name(file)}: {line.strip()}"
        for file in PYTHON
        for line in file.read_text().splitlines()
        if "mark_safe(" in line and "noqa: S308" not in line
    ]
    assert marked == []


def test_error_pages_need_no_context_and_no_database():
    with translation.override("ar"):
        for code in (400, 403, 404, 429, 500, 503):
            page = engines["django"].get_template(f"{code}.html").render({})
            assert f">{code}<" in page
            assert 'dir="rtl"' in page
