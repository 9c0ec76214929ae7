"""What is fragile: what would still hold without one structure, or without a whole sector."""

from __future__ import annotations

from maillage.core.typography import percent, plural
from maillage.diagnosis.blocks import Block, Paragraph, Question, Table
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import value_of, withheld

TITLE = "Ce qui est fragile"
POSITION = 40
DEEPEST = 5  # beyond five absences the curve tells nothing that people discuss


def build(report: Report) -> list[Block]:
    """The curve without the best connected, what each sector holds, the obliged passages."""
    found = value_of(report, "fragility")
    if found is None:
        return [withheld(report.findings.get("fragility"), "Solidité du réseau")]
    curve = [each for each in found["details"].get("curve", []) if each is not None][: DEEPEST + 1]
    blocks: list[Block] = [Paragraph(text=_lead(report), lead=True)]
    if curve:
        rows = tuple((_without(k), percent(1 - broken)) for k, broken in enumerate(curve))
        blocks.append(
            Table(
                caption="Part des acteurs qui peuvent encore se joindre de proche en proche",
                columns=("Si s’absentaient", "Paires encore reliées"),
                rows=rows,
                numeric=frozenset({1}),
            )
        )
    blocks += _groups(found["details"].get("without_group") or {})
    return [
        *blocks,
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
    return f"{plural(count, 'acteur est', 'acteurs sont')} un point de passage obligé\u202f: sans {'lui' if count == 1 else 'l’un d’eux'}, d’autres ne pourraient plus se joindre."


def _without(k: int) -> str:
    if k == 0:
        return "personne"
    return "l’acteur le plus relié" if k == 1 else f"les {k} acteurs les plus reliés"


def _groups(groups: dict[str, float | None]) -> list[Block]:
    rows = tuple(
        (label, percent(1 - broken)) for label, broken in sorted(groups.items()) if broken is not None
    )
    if not rows:
        return []
    return [
        Table(
            caption="Ce qui tiendrait sans un secteur entier",
            columns=("Sans le secteur", "Paires encore reliées"),
            rows=rows,
            numeric=frozenset({1}),
        )
    ]
