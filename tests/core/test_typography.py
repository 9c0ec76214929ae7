from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.typography import (
    by_name,
    dated,
    decimal,
    folded,
    french,
    integer,
    interval,
    percent,
    plural,
    word,
)

NUMBERS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


def test_percent_is_written_as_in_french() -> None:
    assert percent(0.42) == "42\u202f%"
    assert percent(0.425, 1) == "42,5\u202f%"
    assert percent(-0.1) == "\u221210\u202f%"


def test_halves_are_rounded_as_on_paper() -> None:
    assert percent(0.285) == "29\u202f%"
    assert integer(2.5) == "3"
    assert decimal(0.125) == "0,13"


def test_thousands_are_apart() -> None:
    assert integer(1234567) == "1\u202f234\u202f567"


@pytest.mark.parametrize("unknown", [None, float("nan"), float("inf")])
def test_what_is_missing_is_a_dash(unknown: float | None) -> None:
    assert percent(unknown) == integer(unknown) == decimal(unknown) == interval(unknown, 1) == "–"


def test_interval_says_between() -> None:
    assert interval(0.27, 0.41) == "entre\u00a027 et\u00a041\u202f%"
    assert interval(0.27, 0.41, percent=False) == "entre\u00a00,27 et\u00a00,41"


def test_the_plural_starts_at_two() -> None:
    assert plural(0, "structure") == "0\u00a0structure"
    assert plural(1, "structure") == "1\u00a0structure"
    assert plural(2, "structure") == "2\u00a0structures"
    assert plural(1200, "réseau", "réseaux") == "1\u202f200\u00a0réseaux"
    assert word(1.9, "lien") == "lien"


@given(NUMBERS, st.integers(0, 6))
def test_a_figure_can_be_read_back(x: float, digits: int) -> None:
    written = decimal(x, digits)
    assert re.fullmatch(r"\u2212?\d{1,3}(\u202f\d{3})*(,\d+)?", written)
    read = Decimal(written.replace("\u202f", "").replace(",", ".").replace("\u2212", "-"))
    assert abs(read - Decimal(str(x))) <= Decimal(1).scaleb(-digits) / 2


@given(NUMBERS, st.integers(0, 4))
def test_zero_has_no_sign(x: float, digits: int) -> None:
    written = decimal(x, digits)
    assert not (written.startswith("\u2212") and set(written) <= set("\u22120,"))


@given(st.floats(0, 1), st.floats(0, 1))
def test_percent_keeps_the_order(x: float, y: float) -> None:
    low, high = sorted((x, y))
    assert int(percent(low)[:-2]) <= int(percent(high)[:-2])


@dataclass
class Row:
    name: str
    pk: int = 0


def test_a_name_is_folded_to_what_one_hears() -> None:
    assert folded("  École  d’ŒUVRE_") == folded("ecole d'oeuvre") == "ecole d oeuvre"
    assert folded("  Été à L’ÎLE ") == "ete a l ile"
    assert folded("Αθήνα") != folded("Школа") != ""  # other alphabets are names too


def test_accents_do_not_change_the_order_of_names() -> None:
    names = ["Zébulon", "élan", "Étang", "Eau", "Œuvre", "Ode", "L’Île", "La Halle"]
    shown = [row.name for row in by_name(map(Row, names))]
    assert shown == ["Eau", "élan", "Étang", "L’Île", "La Halle", "Ode", "Œuvre", "Zébulon"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("L'école, c'est où ?", "L’école, c’est où\u202f?"),
        ("Trois points : un ; deux !", "Trois points\u00a0: un\u202f; deux\u202f!"),
        ("« ici » 42 %", "«\u00a0ici\u00a0» 42\u202f%"),
        ("https://x.fr/?a=b 10:30 (:a) 5'' :", "https://x.fr/?a=b 10:30 (:a) 5''\u00a0:"),
        ("Déjà bien\u202f? Oui\u00a0: «\u00a0x\u00a0»", "Déjà bien\u202f? Oui\u00a0: «\u00a0x\u00a0»"),
        (" ?", "\u202f?"),
        ("a  ? b", "a  ? b"),
    ],
)
def test_what_a_keyboard_gives_is_printed_as_french(typed: str, printed: str) -> None:
    assert french(typed) == printed
    assert french(printed) == printed


@pytest.mark.parametrize(
    ("day", "shape", "written"),
    [
        (date(2026, 12, 1), "j F Y", "1er décembre 2026"),
        (date(2026, 12, 11), "j F Y", "11 décembre 2026"),
        (date(2026, 12, 21), "l j F Y", "lundi 21 décembre 2026"),
        (date(2026, 8, 1), "l j F", "samedi 1er août"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal(day: date, shape: str, written: str) -> None:
    assert dated(day, shape) == written
    assert Template("{{ day|date:shape }}").render(Context({"day": day, "shape": shape})) == written
    assert Template("{{ day|date }}").render(Context({"day": None})) == ""
