"""The archive: it opens without the platform, asks nothing of a network, and runs nothing of what people wrote."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

import pytest

from maillage.diagnosis.blocks import KeyFigure, Table
from maillage.diagnosis.render import archive
from maillage.diagnosis.sections import Section
from tests.diagnosis.document import COVER, HOSTILE, sections


def files_of(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        return {name: found.read(name) for name in found.namelist()}


class Seen(HTMLParser):
    """The tags of a page, and the addresses it asks for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_the_same_words_give_the_same_bytes() -> None:
    made = archive.write(COVER, sections())
    assert made == archive.write(COVER, sections())
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert all(each.date_time == (2026, 11, 22, 10, 0, 0) for each in found.infolist())


@pytest.mark.parametrize("words", ["Trois mots", HOSTILE])
def test_the_page_asks_for_its_own_files_only_and_runs_nothing(words: str) -> None:
    files = files_of(archive.write(COVER | {"territory": words, "version": words}, sections(words)))
    seen = Seen(files["index.html"].decode())
    assert not seen.tags & {"script", "iframe", "object", "form", "style"}
    assert not {each for each in seen.attributes if each.startswith("on") or each == "style"}
    own = [each for each in seen.addresses if not each.startswith("#")]
    assert own
    assert set(own) <= set(files)
    assert b"@import" not in files["style.css"]
    assert b"url(" not in files["style.css"]


def test_every_block_is_on_the_page() -> None:
    page = files_of(archive.write(COVER, sections("Un mot")))["index.html"].decode()
    for said in ("Les coopérations", "42\u202f%", "31\u00a0réponses", "Désaccord.", "À discuter.", "non montré", "<dd>Non.</dd>", "Source\u00a0: Un mot"):  # fmt: skip
        assert said in page
    assert [int(level) for level in re.findall(r"<h(\d)", page)] == [1, 2, 3, 4, 2, 3, 4]
    assert page.count('alt="Une carte') == 2


def test_no_cell_is_a_formula_and_each_column_is_described() -> None:
    table = Table(
        caption="=1+1",
        columns=("=cmd|x", "Nombre"),
        rows=(("@SUM(1)", "-3"), ("\x00+1", "2")),
        numeric=frozenset({1}),
    )
    files = files_of(archive.write(COVER, [Section("a", "A", (table,))]))
    cells = re.split(r"[;\r\n]+", files["tableaux/tableau-01.csv"].decode("utf-8-sig").strip())
    assert not [each for each in cells if each.strip('"')[:1] in {"=", "@", "+", "\x00"}]
    described = files["tableaux/dictionnaire.csv"].decode("utf-8-sig").splitlines()
    assert len(described) == 3
    assert described[2].split(";")[3:] == ["Nombre", "nombre"]


def test_each_figure_keeps_its_passport_and_the_notice_says_how_to_read() -> None:
    figure = KeyFigure(value="1", label="liens", passport="densité v1")
    files = files_of(archive.write(COVER, [Section("a", "A", (figure,))]))
    assert "A;liens;densité v1" in files["tableaux/passeports.csv"].decode("utf-8-sig")
    assert "index.html" in files["LISEZMOI.txt"].decode()
    assert files["diagnostic.pdf"].startswith(b"%PDF")


def test_nothing_to_say_is_still_an_archive() -> None:
    assert "index.html" in files_of(archive.write({}, []))
