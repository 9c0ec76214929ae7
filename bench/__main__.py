"""`python -m bench [--only NAME…] [--no-write] [--long] [--postgres URL]`: run every case and keep the table in docs/performances.md."""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.answers import answers
from bench.board import board
from bench.calls import calls
from bench.cases import CASES
from bench.documents import documents
from bench.measure import Row, load, machine, short, today
from bench.official import official
from bench.opinions import opinions
from bench.pages import finished
from bench.places import places
from bench.practices import practices
from bench.seating import seating
from bench.sharing import sharing
from bench.territories import scale

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performances.md"
ALL: dict[str, Callable[[], Iterator[Row]]] = {
    case.__name__: case
    for case in (
        *CASES,
        opinions,
        finished,
        documents,
        answers,
        board,
        places,
        official,
        seating,
        calls,
        sharing,
        practices,
        scale,
    )
}
HEAD = ("Ce qui est mesuré", "maillage", "Comparé à", "Temps de l’autre", "Rapport", "But", "Remarque")
TEXT = """# Performances

Mesures faites en une seule fois par `make bench`, sur une même machine, appels à chaud (la première exécution
compile les noyaux et n’est pas comptée). «\u00a0Rapport\u00a0» dit combien de fois maillage est plus rapide. Quand une
comparaison serait trop longue, une partie est mesurée et portée à l’échelle\u00a0: la remarque le dit.

* Date\u00a0: {date}
* Machine\u00a0: {machine}
* Charge de la machine (moyenne sur une minute)\u00a0: {before} au début, {after} à la fin

{table}

Les réponses sont gardées par un serveur fait comme celui de `maillage serve` (même nombre de processus), sur un disque qui
confirme, et demandées par la même machine. Le «\u00a0temps du serveur\u00a0» va de la demande lue à la réponse prête\u202f; ce
qu’attend la personne, file comprise, est dans la remarque. `make bench ARGS="--long --postgres URL"` fait durer la charge
dix minutes et la mesure aussi sur ce PostgreSQL.

Une ligne sans temps de comparaison dit pourquoi. Les buts sont ceux du projet\u202f; les mesures varient d’environ
15\u202f% d’une fois à l’autre, davantage quand la machine travaille à autre chose.
"""


def cells(row: Row) -> tuple[str, ...]:
    """One row as it is read."""
    digits = 0 if not row.ratio or row.ratio >= 10 else 1 if row.ratio >= 1 else 2
    ratio = "—" if row.ratio is None else f"× {row.ratio:.{digits}f}"
    peer = row.peer or "—"
    return (
        row.what, short(row.ours, row.unit), peer, short(row.theirs), ratio.replace(".", ","),
        row.goal or "—", row.note or "—",
    )  # fmt: skip


def table(rows: list[Row]) -> str:
    """A Markdown table."""
    lines = [HEAD, tuple("---" for _ in HEAD), *map(cells, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def measured(name: str) -> Iterator[Row]:
    """The rows of a case; a case that cannot run says so in the table instead of hiding the others."""
    try:
        yield from ALL[name]()
    except (ImportError, subprocess.CalledProcessError) as error:
        yield Row(what=name, ours=None, note=f"non mesuré\u00a0: {type(error).__name__}")


def main() -> None:
    """Run the cases asked for; keep the page only when all were run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", choices=sorted(ALL), help="these cases, without keeping the page"
    )
    parser.add_argument("--no-write", action="store_true", help="do not keep docs/performances.md")
    parser.add_argument("--long", action="store_true", help="ten minutes of load instead of one")
    parser.add_argument(
        "--postgres", metavar="URL", default="", help="measure answers on this PostgreSQL too"
    )
    asked = parser.parse_args()
    os.environ |= {"BENCH_LONG": "1" * asked.long, "BENCH_POSTGRES": asked.postgres}
    before, rows = load(), []
    for name in asked.only or ALL:
        for row in measured(name):
            rows.append(row)
            print(" · ".join(cells(row)), flush=True)
    if not asked.only and not asked.no_write:
        keep(rows, before)


def keep(rows: list[Row], before: str) -> None:
    """Write the page, at the end: one that was cut short would lose the rows of the last whole run."""
    page = TEXT.format(date=today(), machine=machine(), before=before, after=load(), table=table(rows))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
