"""Files that come from installed packages instead of the repository: the font of pages, maps and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

_FOLDER: Final = Path(str(resources.files("fontpkg_ibm_plex_sans"))) / "files"
_ARABIC: Final = Path(str(resources.files("fontpkg_ibm_plex_sans_arabic"))) / "files"  # in print only
# Under which address a browser finds each file.
FONTS: Final = {
    "fonts/ibm-plex-sans.ttf": _FOLDER / "IBMPlexSans[wdth,wght].ttf",
    "fonts/ibm-plex-sans-italic.ttf": _FOLDER / "IBMPlexSans-Italic[wdth,wght].ttf",
}


def font_dirs() -> list[str]:
    """The folders where Typst finds the font."""
    return [str(_FOLDER), str(_ARABIC)]


class FontStorage(FileSystemStorage):
    """Reads a font under the address a browser knows."""

    def path(self, name: str) -> str:
        return str(FONTS[Path(name).as_posix()])


class FontFinder(BaseFinder):
    """Give IBM Plex Sans to `collectstatic` and to the tests."""

    storage = FontStorage(location=_FOLDER)

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        found = FONTS.get(Path(path).as_posix())
        if find_all:
            return [str(found)] if found else []
        return str(found) if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FontStorage]]:
        for name in FONTS:
            yield name, self.storage
