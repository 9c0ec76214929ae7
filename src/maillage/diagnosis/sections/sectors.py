"""Between sectors: who cooperates with whom, whether ties cross the sectors, where trust lies."""

from __future__ import annotations

from typing import Any

from maillage.core.typography import MISSING, decimal, folded, interval, percent, plural
from maillage.diagnosis.blocks import Block, KeyFigure, Paragraph, Table
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import STABLE, value_of, withheld

TITLE = "Entre secteurs"
POSITION = 50
CHAPTER = "COOPERATION"
SURE = 0.05
NO_INTERVAL = " Ces moyennes sont données sans intervalle, car il laisserait retrouver les avis\u202f: un petit écart entre deux d’entre elles ne veut rien dire."
FOLLOWED, IGNORED = 0.5, 0.2  # agreement of the circles with the sectors (adjusted Rand index)


def build(report: Report) -> list[Block]:
    """Openness, mixing matrix, groups that ties draw, trust by pair of sectors."""
    return [
        *_openness(report),
        *_matrix(
            report,
            "mixing",
            "Liens possibles qui existent",
            percent,
        ),
        *_margin(report),
        *_communities(report),
        *_trust(report),
    ]


def _openness(report: Report) -> list[Block]:
    found = value_of(report, "ei_index")
    if found is None or found.get("value") is None:
        return [withheld(report.findings.get("ei_index"), "Ouverture entre secteurs")]
    value, details = found["value"], found["details"]
    crossing = (value + 1) / 2
    between = found.get("interval")
    figure = KeyFigure(
        value=percent(crossing),
        label="des liens vont d’un secteur à un autre",
        interval=interval((between[0] + 1) / 2, (between[1] + 1) / 2) if between else "",
        n_answered=found["n_answered"],
        reading="Les autres liens restent entre acteurs d’un même secteur.",
        passport=passport(report, "ei_index"),
    )
    return [Paragraph(text=_openly(value, details), lead=True), figure]


def _openly(value: float, details: dict[str, Any]) -> str:
    """What is observed beside what chance would give; both as shares of the ties."""
    crossing, by_chance = (percent((each + 1) / 2) for each in (value, details["expected"]))
    if details["p_value"] >= SURE:
        return f"Les liens traversent les secteurs à peu près comme s’ils s’étaient noués au hasard ({crossing}, pour {by_chance} attendus)."
    where = "dans" if value < details["expected"] else "hors de"
    return (
        f"On coopère {where} son secteur plus souvent que si les liens s’étaient noués au hasard\u202f: "
        f"{crossing} des liens en sortent, pour {by_chance} attendus."
    )


def _matrix(report: Report, key: str, caption: str, write: Any) -> list[Block]:
    """Sectors by sectors, without the rows and columns where nothing may be shown; a list when little is left."""
    found = value_of(report, key)
    if found is None:
        return [withheld(report.findings.get(key), caption)]
    stamp = passport(report, key)
    cells = {
        (row, column): write(cell)
        for row, values in zip(found["rows"], found["matrix"], strict=True)
        for column, cell in zip(found["columns"], values, strict=True)
        if cell is not None
    }
    rows = sorted({row for row, _ in cells}, key=folded)
    columns = sorted({column for _, column in cells}, key=folded)
    if 2 * len(cells) < len(rows) * len(columns):
        listed = tuple(
            (row, column, cells[row, column]) for row in rows for column in columns if (row, column) in cells
        )
        return [
            Table(
                caption=caption,
                columns=("De", "Vers", "Valeur"),
                rows=listed,
                numeric=frozenset({2}),
                passport=stamp,
            )
        ]
    table = tuple((row, *(cells.get((row, column), MISSING) for column in columns)) for row in rows)
    numeric = frozenset(range(1, len(columns) + 1))
    how = f"{caption}, du secteur de la ligne vers celui de la colonne"
    return [Table(caption=how, columns=("Du secteur", *columns), rows=table, numeric=numeric, passport=stamp)]


def _margin(report: Report) -> list[Block]:
    """How uncertain the cells between sectors are."""
    margin = ((value_of(report, "mixing") or {}).get("details") or {}).get("margin")
    if margin is None:
        return []
    points = plural(round(100 * margin), "point")
    text = (
        f"La marge d’incertitude d’une case peut atteindre {points}, en plus ou en moins\u202f: "
        "une petite différence entre deux cases ne veut rien dire. Les parts sont arrondies à 5\u00a0points. "
        "Un tiret remplace une case qui repose sur trop peu d’acteurs ou de liens, ou sur presque tous\u202f: elle laisserait deviner la réponse de chacun. "
        "Un secteur dont toutes les cases seraient ainsi cachées n’a pas de ligne, ou pas de colonne."
    )
    return [Paragraph(text=text)]


def _communities(report: Report) -> list[Block]:
    found = value_of(report, "communities")
    if found is None or found.get("value") is None:
        return [withheld(report.findings.get("communities"), "Cercles de travail")]
    details = found["details"]
    if details["stability"] < STABLE:
        return [
            Paragraph(
                text="Les liens ne dessinent pas de cercles de travail nets\u202f: d’un calcul à l’autre, les groupes changent."
            )
        ]
    stable = decimal(details["stability"], 2)
    text = (
        f"Les liens dessinent d’eux-mêmes {plural(details['count'], 'cercle', 'cercles')} de travail "
        f"(d’un calcul à l’autre, ils se ressemblent à {stable} sur\u00a01)."
    )
    agreement = (details.get("agreement") or {}).get("ari")
    return [Paragraph(text=text if agreement is None else f"{text} {_along(agreement)}")]


def _along(agreement: float) -> str:
    """How far circles follow the sectors."""
    figure = f"(accord de {decimal(agreement, 2)} sur\u00a01)"
    if agreement > FOLLOWED:
        return f"Ils suivent de près les secteurs {figure}."
    if agreement > IGNORED:
        return f"Ils suivent en partie les secteurs {figure}."
    return f"Ils ne suivent pas les secteurs {figure}."


def _trust(report: Report) -> list[Block]:
    if "trust" not in report.findings:
        return []
    blocks = _matrix(
        report, "trust", "Confiance, de 1 (pas du tout) à 4 (beaucoup)", lambda cell: decimal(cell, 1)
    )
    return [
        *blocks,
        Paragraph(
            text="La confiance n’est jamais montrée d’un acteur à l’autre\u202f: seulement entre secteurs, quand assez d’acteurs ont donné leur avis."
            + (NO_INTERVAL if value_of(report, "trust") else "")
        ),
    ]
