"""`manage.py build_assets`: the font cut to what Arabic pages need, and static files collected once."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

from core.management.commands import build_assets


@pytest.fixture(scope="module")
def fonts(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "fonts"
    build_assets.build_fonts(folder)
    return folder


@pytest.fixture
def small_site(settings, tmp_path):
    """A site of one stylesheet, so that collecting takes no time."""
    source = tmp_path / "static"
    (source / "css").mkdir(parents=True)
    (source / "css/app.css").write_text("body { color: black; }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return source


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_each_weight_is_one_small_woff2(fonts, weight):
    file = fonts / f"ibm-plex-sans-arabic-{weight}.woff2"
    assert file.read_bytes()[:4] == b"wOF2"
    assert 20_000 < file.stat().st_size < 70_000


@pytest.mark.parametrize("text", ["عميل جديد؟ «لا»، ٠١٢٣", "ABC xyz 0123 +%@", "é © · – …", "ﻻ"])
def test_the_cut_font_still_draws_what_pages_say(fonts, text):
    letters = TTFont(fonts / "ibm-plex-sans-arabic-400.woff2").getBestCmap()
    assert [sign for sign in text if ord(sign) not in letters] == []


def test_arabic_letters_still_join(fonts):
    table = TTFont(fonts / "ibm-plex-sans-arabic-600.woff2")["GSUB"].table
    features = {record.FeatureTag for record in table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig", "locl"} <= features


def test_fonts_that_stand_there_are_not_built_again(fonts):
    file = fonts / "ibm-plex-sans-arabic-400.woff2"
    os.utime(file, (1, 1))
    assert build_assets.build_fonts(fonts) == "Fonts: up to date."
    assert file.stat().st_mtime == 1


def test_a_missing_font_is_built_again(fonts):
    (fonts / "ibm-plex-sans-arabic-500.woff2").unlink()
    assert "built" in build_assets.build_fonts(fonts)
    assert (fonts / "ibm-plex-sans-arabic-500.woff2").exists()


def test_static_files_are_collected_once(small_site, settings):
    assert "1 collected" in build_assets.collect(settings.STATIC_ROOT)
    assert (settings.STATIC_ROOT / "css/app.css").exists()
    assert build_assets.collect(settings.STATIC_ROOT) == "Static files: up to date."


def test_a_changed_static_file_is_collected_again(small_site, settings):
    build_assets.collect(settings.STATIC_ROOT)
    (small_site / "css/app.css").write_text("body { color: darkgreen; }")
    build_assets.collect(settings.STATIC_ROOT)
    assert "darkgreen" in (settings.STATIC_ROOT / "css/app.css").read_text()


def test_the_command_says_what_it_did_and_needs_no_database(small_site, settings, tmp_path):
    settings.BUILT_STATIC = tmp_path / "built"
    said = StringIO()
    call_command("build_assets", stdout=said)  # without the django_db mark, any query would fail the test
    assert said.getvalue().count("\n") == 2
