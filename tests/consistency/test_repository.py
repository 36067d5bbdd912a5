"""The repository holds what a stranger needs to run it, and nothing that belongs to one machine."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
README = ROOT / "README.md"
BINARY = {".png", ".jpg", ".webp", ".ico", ".woff2", ".xlsx"}


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    files = [ROOT / file for file in done.stdout.split("\0") if file]
    return [file for file in files if file.is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[Path, str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    return {file: file.read_text(encoding="utf-8") for file in tracked() if file.suffix not in BINARY}


def test_every_text_is_utf8_ends_its_lines_plainly_and_hides_no_direction_marks(texts):
    odd = [file for file, text in texts.items() if "\r" in text or re.search("[\u202a-\u202e\u2066-\u2069]", text)]
    assert odd == []


def test_nothing_names_a_place_on_one_machine(texts):
    homes = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w")
    assert [file for file, text in texts.items() if homes.search(text)] == []


def test_nothing_that_is_built_or_kept_is_committed(texts):
    kept = re.compile(r"(^|/)(build|media|\.local|\.venv|node_modules)/|\.sqlite3|\.pyc$|\.env$")
    assert [file for file in texts if kept.search(str(file.relative_to(ROOT)))] == []


def test_no_browser_code_of_others_is_committed(texts):
    assert [file for file in texts if re.search(r"\.min\.(js|css)$|package(-lock)?\.json$", file.name)] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_requirement_is_pinned_and_hashed(name):
    lock = (ROOT / f"{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in lock.splitlines() if line and not line.lstrip().startswith("#")]
    assert [line for line in lines if not re.match(r"\S+==\S+ .*--hash=sha256:", line)] == []
    wanted = re.findall(r"^([\w-]+)(?:\[\w+(?:,\w+)*\])?==(\S+)$", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    locked = {line.split("==")[0].split("[")[0].lower(): line.split("==")[1].split()[0] for line in lines}
    assert {package: version for package, version in wanted if locked.get(package.lower()) != version} == {}


def test_ci_can_be_run():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_readme_names_every_setting():
    source = (ROOT / "realty_crm" / "settings.py").read_text()
    names = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', source))
    assert {name for name in names if f"`{name}`" not in README.read_text()} == set()


def test_what_the_documents_link_to_is_there():
    for document in [README, *sorted((ROOT / "docs").rglob("*.md"))]:
        links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text())
        assert [link for link in links if not (document.parent / link).exists()] == [], document.name


def test_every_command_the_readme_gives_is_there():
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)`", README.read_text())) <= made


def test_the_import_contract_covers_every_app():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    apps = {folder.parent.name for folder in ROOT.glob("*/apps.py")}
    assert set(contract["root_packages"]) == apps
