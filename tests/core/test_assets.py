from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders

from maillage.core.assets import FONTS, FontFinder, font_dirs


def test_the_font_comes_from_its_package() -> None:
    for name in FONTS:
        found = finders.find(name)
        assert Path(str(found)).read_bytes()[:4] == b"\x00\x01\x00\x00"


def test_collecting_finds_every_font() -> None:
    listed = dict(FontFinder().list(None))
    assert set(listed) == set(FONTS)
    for name, storage in listed.items():
        with storage.open(name) as file:
            assert file.size > 100_000


def test_another_file_is_not_ours() -> None:
    assert FontFinder().find("fonts/autre.ttf") == []
    assert FontFinder().find("fonts/autre.ttf", find_all=True) == []


def test_typst_gets_a_folder_with_the_font() -> None:
    assert any(list(Path(folder).glob("*.ttf")) for folder in font_dirs())


def test_every_address_of_the_style_sheet_exists() -> None:
    sheet = Path(str(finders.find("core/maillage.css"))).read_text()
    for name in FONTS:
        assert f'url("../{name}")' in sheet
