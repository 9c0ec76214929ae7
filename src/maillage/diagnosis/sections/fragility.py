"""What is fragile: what would still hold without one structure, or without a whole sector."""

from __future__ import annotations

from maillage.core.typography import folded, percent, plural
from maillage.diagnosis.blocks import Block, KeyFigure, Paragraph, Question, Table
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import between, complement, value_of, withheld, within

TITLE = "Ce qui est fragile"
POSITION = 40
CHAPTER = "COOPERATION"
DEEPEST = 5  # beyond five absences the curve tells nothing that people discuss


def build(report: Report) -> list[Block]:
    """The worst departure, the curve without the best connected, what each sector holds."""
    found = value_of(report, "fragility")
    if found is None or found.get("value") is None:
        return [withheld(report.findings.get("fragility"), "Solidité du réseau")]
    details = found["details"]
    curve = {_without(k): share for k, share in enumerate(details["curve"][: DEEPEST + 1])}
    return [
        Paragraph(text=_lead(report), lead=True),
        KeyFigure(
            value=percent(1 - found["value"]),
            label="des paires d’acteurs pourraient encore se joindre, dans le pire des cas",
            interval=between(complement(found.get("interval"))),
            n_answered=found["n_answered"],
            reading="De proche en proche, après le départ de l’acteur dont l’absence compterait le plus.",
            passport=passport(report, "fragility"),
        ),
        *_table(
            "Paires d’acteurs qui peuvent encore se joindre de proche en proche",
            "Qui s’absente",
            curve,
            dict(zip(curve, details["curve_intervals"], strict=False)),
            passport(report, "fragility"),
        ),
        *_table(
            "Ce qui tiendrait sans un secteur entier",
            "Sans le secteur",
            dict(sorted(details["without_group"].items(), key=lambda each: folded(each[0]))),
            details["without_group_intervals"],
            passport(report, "fragility"),
        ),
        Question(
            text="Quels liens voudriez-vous doubler, pour qu’ils ne tiennent pas à un seul acteur\u202f?"
        ),
    ]


def _lead(report: Report) -> str:
    cuts = value_of(report, "cutpoints")
    if cuts is None:
        return "Voici ce qui tiendrait encore si des acteurs s’absentaient."
    count = int(cuts["details"]["count"])
    if not count:
        return "Aucun acteur n’est un point de passage obligé\u202f: le réseau ne se coupe pas si l’un d’eux s’absente."
    who = plural(count, "acteur est un point de passage obligé", "acteurs sont des points de passage obligés")
    return (
        f"{who}\u202f: sans {'lui' if count == 1 else 'l’un d’eux'}, d’autres ne pourraient plus se joindre."
    )


def _table(
    caption: str,
    first: str,
    broken: dict[str, float | None],
    limits: dict[str, list[float] | None],
    stamp: str,
) -> list[Block]:
    """What holds when each of these is away, from what is broken."""
    rows = tuple(
        (label, percent(1 - share), within(complement(limits.get(label))))
        for label, share in broken.items()
        if share is not None
    )
    if not rows:
        return []
    columns = (first, "Paires encore reliées", "Intervalle")
    return [Table(caption=caption, columns=columns, rows=rows, numeric=frozenset({1, 2}), passport=stamp)]


def _without(k: int) -> str:
    if k == 0:
        return "Personne"
    return "L’acteur le plus relié" if k == 1 else f"Les {k} acteurs les plus reliés"
