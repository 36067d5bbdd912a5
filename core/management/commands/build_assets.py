"""Builds what the browser downloads: the interface font, cut down, and the collected static files."""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fontTools
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from fontTools import subset

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
# Arabic with its supplements and presentation forms, ASCII, Latin-1 and the punctuation that the pages use.
RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x00FF),
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
    (0x08A0, 0x08FF),
    (0x2000, 0x206F),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
)


class Command(BaseCommand):
    help = "Cuts the fonts to what the pages need and collects the static files. Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="build everything anew, up to date or not")
        parser.add_argument("--fonts-only", action="store_true", help="leave the static files uncollected")

    def handle(self, *args: Any, force: bool, fonts_only: bool, **options: Any) -> None:
        self.stdout.write(build_fonts(Path(settings.BUILT_STATIC) / "fonts", force=force))
        if not fonts_only:
            self.stdout.write(collect(Path(settings.STATIC_ROOT), force=force))


def build_fonts(folder: Path, *, force: bool = False) -> str:
    """Write one woff2 a weight into `folder`, unless they stand there already; says what was done."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = {folder / f"ibm-plex-sans-arabic-{weight}.woff2": source(name) for weight, name in WEIGHTS.items()}
    stamp, mark = folder / ".stamp", fingerprint(list(targets.values()), RANGES, fontTools.version)
    if not force and all(target.exists() for target in targets) and is_marked(stamp, mark):
        return "Fonts: up to date."
    for target, origin in targets.items():
        subset_font(origin, target)
    stamp.write_text(mark)
    sizes = ", ".join(f"{target.name} {target.stat().st_size // 1024} KB" for target in targets)
    return f"Fonts: built {sizes}."


def source(style: str) -> Path:
    """The file of one style, such as Regular, in the package that carries the font."""
    package = find_spec("fontpkg_ibm_plex_sans_arabic")
    if package is None or package.origin is None:
        raise CommandError("the package fontpkg-ibm-plex-sans-arabic is not installed")
    return Path(package.origin).parent / "files" / f"IBMPlexSansArabic-{style}.ttf"


def subset_font(origin: Path, target: Path) -> None:
    """Cut `origin` to RANGES, all layout features kept: Arabic joins by them."""
    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False, notdef_outline=True)
    options.drop_tables += ["meta"]
    font = subset.load_font(str(origin), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def collect(root: Path, *, force: bool = False) -> str:
    """Collect into `root` (hashed and compressed by the storage), unless no file has changed since."""
    root.mkdir(parents=True, exist_ok=True)
    files = [
        Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list(ignore_patterns=["CVS", ".*", "*~"])
    ]
    stamp, mark = root / ".stamp", fingerprint(files, settings.STORAGES["staticfiles"])
    if not force and is_marked(stamp, mark):
        return "Static files: up to date."
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)
    return f"Static files: {len(files)} collected in {root.name}/."


def fingerprint(files: list[Path], *more: object) -> str:
    """What changes when one of `files` or anything in `more` does: paths, sizes and times, hashed."""
    states = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(files)]
    return hashlib.sha256(repr((states, more)).encode()).hexdigest()


def is_marked(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark
