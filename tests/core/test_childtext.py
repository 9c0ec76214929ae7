"""The guard of free texts, on its bench: what must be seen, what must not be bothered, and in how much time."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from maillage.core.childtext import findings
from maillage.core.childtext.names import IMPORTED
from tests.core.childtext_bench.make_sentences import FOLDER, lines


@pytest.fixture(autouse=True)
def _own_list_only(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def _bench() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in (FOLDER / "sentences.tsv").read_text(encoding="utf-8").splitlines():
        part, kind, sentence = line.split("\t")
        found[part, kind].append(sentence)
    for kind in ("clean", "guilty"):
        rows = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
        found["hand", kind] = [row for row in rows if row and not row.startswith("#")]
    return found


BENCH = _bench()
FLOOR = {
    "capitalised": 0.99,
    "lower": 0.95,
    "initials": 0.90,
    "situation": 0.90,
    "typos": 0.90,
    "guilty": 0.95,
}


# Written after the rules, read by them once, and only then used to correct them. What the first reading found of each,
# with our own list: first 91, 83, 93, 81, 93 and 5.0 % of false alarms; second 86, 72, 99, 99, 98 and 1.7; third 95, 83,
# 100, 63, 96 and 0 (99.7 and 90 for names with the official list). Names of the second and third are drawn from those
# really given: what is missed now is names that our list does not have, and `import first-names` brings.
FRESH = {
    "first": {"capitalised": 0.99, "lower": 0.99, "initials": 0.99, "situation": 0.99, "typos": 0.99},
    "second": {"capitalised": 0.97, "lower": 0.90, "initials": 0.98, "situation": 0.97, "typos": 0.97},
    "third": {"capitalised": 0.95, "lower": 0.85, "initials": 0.99, "situation": 0.97, "typos": 0.94},
}


def _fresh() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in (FOLDER / "fresh.tsv").read_text(encoding="utf-8").splitlines():
        part, kind, sentence = line.split("\t")
        found[part, kind].append(sentence)
    return found


def test_sentences_written_after_the_rules() -> None:
    for (part, kind), sentences in _fresh().items():
        seen = [sentence for sentence in sentences if findings(sentence)]
        if kind == "clean":
            assert len(seen) <= 0.05 * len(sentences), seen
        else:
            assert len(seen) >= FRESH[part][kind] * len(sentences), (part, kind, len(seen), len(sentences))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("L’association du petit Kevin, 8 ans", True),
        ("l’école du Petit Prince", False),
        ("la crèche du Petit-Pont, 12 places", False),
        ("je m’inquiète pour chiara", True),
        ("une place grâce à la mairie", False),
        ("le comité suit les loïs et les lois", False),
        ("valentin et sa mère", True),
        ("il a max 20 ans", False),
        ("La référente s’appelle Mme Marchand.", False),
        ("La conseillère départementale Aurélie Moreau soutient.", False),
        ("La directrice suit Karim.", True),
    ],
)
def test_families_of_patterns(text: str, seen: bool) -> None:
    assert bool(findings(text)) is seen


def test_the_bench_is_large_and_written_again_by_its_script() -> None:
    written = (FOLDER / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    assert written == lines()
    assert len(written) >= 2000
    assert len(set(written)) == len(written)
    assert len(BENCH["hand", "clean"]) >= 200


@pytest.mark.parametrize(("part", "kind"), [key for key in BENCH if key[1] != "clean"])
def test_what_names_a_child_is_seen(part: str, kind: str) -> None:
    missed = [sentence for sentence in BENCH[part, kind] if not findings(sentence)]
    assert len(missed) <= (1 - FLOOR[kind]) * len(BENCH[part, kind]), missed


@pytest.mark.parametrize("part", ["seen", "held", "hand"])
def test_what_is_clean_is_left_alone(part: str) -> None:
    bothered = [sentence for sentence in BENCH[part, "clean"] if findings(sentence)]
    assert len(bothered) <= 0.05 * len(BENCH[part, "clean"]), bothered


@pytest.mark.parametrize(
    "written",
    ["Lina pleure.", "LINA PLEURE", "Li\u0301na pleure.", "lina, 8 ans", "Ma fille Lina.", "La mère d’Inès.", "Avec N’Golo."],
)  # fmt: skip
def test_ways_of_writing_a_name(written: str) -> None:
    assert findings(written)


def test_a_finding_says_where_and_why() -> None:
    text = "La réunion est utile, mais Karim Benali ne vient plus."
    (found,) = findings(text)
    assert text[found.start : found.end] == "Karim Benali"
    assert found.span == (found.start, found.end)
    assert found.rule == "name"
    assert found.sentence.endswith(".")


def test_the_roster_is_not_a_child() -> None:
    text = "On travaille bien avec Chez Lucie et la maison Rosa."
    assert findings(text)
    assert not findings(text, known=["Chez Lucie", "Maison Rosa", ""])
    assert findings("Lucie pleure.", known=["Chez Lucie"])


@pytest.mark.parametrize("text", ["", " ", "…", "12", "é", "\x00", "💬 👧", "K", "né", "ma", "d’"])
def test_next_to_nothing(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    "piece",
    ["Lina ", "a", "de ", "A-", "K. ", "école ", "la mère de ", "e\u0301", "« ", "Les Amis de ", "ma fille petite ", "8 ans ", "Mme "],
)  # fmt: skip
def test_a_hundred_thousand_letters_take_a_moment(piece: str) -> None:
    """Twice the text, about twice the time: nothing is looked for again and again."""

    def spent(size: int) -> float:
        text = (piece * size)[:size]
        best = 60.0
        for _ in range(3):  # others work on the same machine: the best of three is the text's own time
            started = time.process_time()
            findings(text)
            best = min(best, time.process_time() - started)
        return best

    findings("Lina")
    half, whole = spent(50_000), spent(100_000)
    assert whole < 3
    assert whole < 0.3 or whole < 4 * half


def test_an_imported_name_is_known_at_once(settings: Any) -> None:
    text = "Il faut prévenir Zorglubine."
    assert not findings(text)
    (Path(settings.DATA_DIR) / IMPORTED).write_text("Zorglubine\n", encoding="utf-8")
    assert findings(text)


def test_the_official_list_bothers_nobody_more(settings: Any, shared: Path) -> None:
    """Twenty thousand names more: the clean texts stay clean, and nearly every child born since 2005 is covered."""
    from django.core.management import call_command

    source = shared / "opendata" / "prenoms" / "prenoms_insee_2005plus.csv"
    if not source.exists():
        pytest.skip("the official file of first names is not here")
    call_command("import", "first-names", str(source), verbosity=0)
    for part in ("seen", "held", "hand"):
        bothered = [sentence for sentence in BENCH[part, "clean"] if findings(sentence)]
        assert len(bothered) <= 0.05 * len(BENCH[part, "clean"]), bothered
