"""Real French files are read; everything else is refused with one sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.territories.exports import as_csv, as_xlsx
from maillage.territories.tables import (
    MAX_LINES,
    Table,
    TableError,
    guard,
    is_formula,
    read,
    rename,
    unguard,
)

SMALL = "nom;secteur\nÉcole des Lilas;Santé\nCollège d’Œuvre;Éducation nationale\n"


def workbook(fill: Callable[[xlsxwriter.worksheet.Worksheet], object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book.add_worksheet())
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read(content)
    return str(caught.value)


def outcome(content: bytes) -> tuple[Table | None, str]:
    try:
        return read(content), ""
    except TableError as error:
        return None, str(error)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_every_usual_encoding_gives_the_same_table(encoding: str) -> None:
    table = read(SMALL.encode(encoding))
    assert table.columns == ("nom", "secteur")
    assert [(row.number, row.cells["nom"]) for row in table.rows] == [
        (2, "École des Lilas"),
        (3, "Collège d’Œuvre"),
    ]


def test_a_mac_file_is_read_as_french() -> None:
    assert (
        read("nom\nCollège des étangs à vélo\n".encode("mac_roman")).rows[0].cells["nom"]
        == "Collège des étangs à vélo"
    )


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_are_guessed(separator: str) -> None:
    table = read(f'nom{separator}code\n"Centre{separator} social"{separator}="01004"\n'.encode())
    assert table.rows[0].cells == {"nom": f"Centre{separator} social", "code": "01004"}


def test_the_line_of_excel_that_names_the_separator_is_skipped_and_lines_keep_their_numbers() -> None:
    table = read(b"sep=;\nnom;code\n\nPMI;1\n")
    assert [(row.number, row.cells) for row in table.rows] == [(4, {"nom": "PMI", "code": "1"})]


def test_a_cell_on_two_lines_does_not_shift_the_numbers() -> None:
    assert [row.number for row in read(b'nom\n"un\ndeux"\ntrois\n').rows] == [2, 4]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-A1", "@SUM(A1)", "＝1"])
def test_formulas_are_refused_on_their_line(cell: str) -> None:
    assert "formule" in read(f"nom;code\n{cell};3\n".encode()).rows[0].problem


@pytest.mark.parametrize("cell", ["-5", "+3,2", "1 000", '="0123"'])
def test_plain_numbers_and_kept_codes_are_no_formulas(cell: str) -> None:
    assert read(f"nom;code\na;{cell}\n".encode()).rows[0].problem == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"   \n\n", "vide"),
        (b"nom;secteur\n", "aucune ligne"),
        (b"nom;nom\na;b\n", "deux fois"),
        (b'nom\n"jamais ferme\n', "guillemet"),
        (b"\x00\x01\x02\x03" * 50, "pas un tableau lisible"),
        (b"PK\x03\x04 nothing", "ne s’ouvre pas"),
        (b"\xd0\xcf\x11\xe0old", "ancien format"),
        (b"<graphml><node", "Ligne\u00a01\u00a0: ce GraphML est mal formé"),
        (b"n\n" + b"x" * (10 * 1024 * 1024), "10\u00a0Mo"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_fifty_thousand_lines_pass_and_one_more_does_not() -> None:
    assert len(read(b"nom\n" + b"x\n" * MAX_LINES).rows) == MAX_LINES
    assert "50\u202f000" in refusal(b"nom\n" + b"x\n" * (MAX_LINES + 1))


def test_a_workbook_keeps_its_line_numbers_and_whole_numbers() -> None:
    def fill(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, ["source", "cible", "niveau"])
        sheet.write_row(2, 0, ["A", "B", 3])

    row = read(workbook(fill)).rows[0]
    assert (row.number, row.cells) == (3, {"source": "A", "cible": "B", "niveau": "3"})


def test_merged_cells_formulas_and_far_cells_of_a_workbook_are_refused_with_their_place() -> None:
    assert "(A1:B1)" in refusal(workbook(lambda sheet: sheet.merge_range("A1:B1", "fusion")))
    assert "C3" in refusal(workbook(lambda sheet: sheet.write_formula("C3", "=1+1")))
    assert "XFD1048576" in refusal(workbook(lambda sheet: sheet.write_string("XFD1048576", "loin")))


def test_formulas_and_merged_cells_of_an_ods_are_refused() -> None:
    head = '<x xmlns:table="t"><table:table-cell '
    for attribute, word in (
        ('table:formula="of:=1"', "formule"),
        ('table:number-columns-spanned="2"', "fusionnées"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("content.xml", f"{head}{attribute}/></x>")
        assert word in refusal(out.getvalue())


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "classeur" in refusal(out.getvalue())


GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="k" for="node" attr.name="name"/><key id="s" for="node" attr.name="secteur"/><key id="w" for="edge" attr.name="niveau"/>
<graph edgedefault="directed"><node id="n0"><data key="k">PMI</data><data key="s">HEALTH</data></node><node id="n1"/>
<edge source="n0" target="n1"><data key="w">2</data></edge></graph></graphml>"""


def test_graphml_gives_ties_or_nodes_with_names_and_sectors() -> None:
    edge = read(GRAPHML.encode()).rows[0]
    assert (edge.number, edge.cells) == (
        4,
        {"source": "PMI", "target": "n1", "secteur_source": "HEALTH", "niveau": "2"},
    )
    assert [row.cells["id"] for row in read(GRAPHML.encode(), part="nodes").rows] == ["n0", "n1"]


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><graphml><graph>&a;</graph></graphml>'
    assert "DTD" in refusal(bomb.encode())


def test_columns_are_known_by_several_names() -> None:
    table = rename(read("Structure;SECTEUR;Âge\na;b;c\n".encode()), {"nom": ("structure",), "secteur": ()})
    assert table.columns == ("nom", "secteur", "Âge")


@given(st.text())
def test_guarded_cells_come_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not is_formula(guard(text)) or guard(text) == text


PLAIN = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs", "Cn", "Co"]), min_size=1, max_size=20
)
NAMES = PLAIN.filter(lambda text: text.strip() == text)


@settings(max_examples=100)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5))
def test_what_is_exported_is_read_back_the_same(lines: list[tuple[str, str]]) -> None:
    for content in (as_csv(("nom", "autre"), lines), as_xlsx(("nom", "autre"), lines)):
        rows = read(content).rows
        assert [(row.cells["nom"], row.cells["autre"]) for row in rows] == lines
        assert not any(row.problem for row in rows)


@settings(max_examples=400)
@given(
    st.binary(max_size=400)
    | st.text(alphabet="ab;,\"\n\r\t|=+-@é'", max_size=120).map(str.encode)
    | st.binary(max_size=80).map(lambda tail: b"PK\x03\x04" + tail)
    | st.binary(max_size=80).map(lambda tail: b"<graphml>" + tail),
)
def test_any_bytes_give_a_table_or_one_sentence(content: bytes) -> None:
    table, said = outcome(content)
    assert (
        said.endswith(".")
        if table is None
        else all(set(row.cells) == set(table.columns) for row in table.rows)
    )


@settings(max_examples=100)
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_never_breaks(place: int, noise: bytes) -> None:
    sound = workbook(lambda sheet: sheet.write_column(0, 0, ["nom", "PMI"]))
    place %= len(sound)
    table, said = outcome(sound[:place] + noise + sound[place + len(noise) :])
    assert table is not None or said.endswith(".")
