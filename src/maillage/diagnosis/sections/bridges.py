"""Who bridges: by whom the paths between the others go. Named in alphabetical order, never ranked."""

from __future__ import annotations

from maillage.core.typography import integer, plural
from maillage.diagnosis.blocks import Block, Paragraph, Question, Table
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import named, value_of, withheld

TITLE = "Qui fait passerelle"
POSITION = 30
SHARE_NAMED = 0.5  # those who together carry half of the paths
MOST_NAMED = 6
ROLES = {
    "coordinator": "dans son propre secteur",
    "itinerant": "entre deux acteurs d’un autre secteur",
    "representative": "de son secteur vers un autre",
    "gatekeeper": "d’un autre secteur vers le sien",
    "liaison": "entre deux secteurs dont aucun n’est le sien",
}


def build(report: Report) -> list[Block]:
    """Who carries half of the paths, which kinds of mediation there are, one question."""
    found = value_of(report, "betweenness")
    if found is None:
        return [withheld(report.findings.get("betweenness"), "Acteurs passerelles")]
    names = named(report)
    bridging, unnamed = _carriers(found["values"], names)
    blocks: list[Block] = [Paragraph(text=_lead(bridging, unnamed), lead=True)]
    blocks.append(
        Paragraph(
            text="Un acteur fait passerelle quand les plus courts chemins entre les autres passent par lui. "
            "C’est une chance pour le réseau, et souvent une charge pour l’acteur. Les noms sont dans l’ordre alphabétique."
        )
    )
    blocks += _roles(report)
    return [
        *blocks,
        Question(text="Que se passerait-il si l’un de ces acteurs changeait d’interlocuteur\u202f?"),
    ]


def _carriers(values: dict[str, float | None], names: dict[str, str]) -> tuple[list[str], int]:
    """Names of the few that carry half of the paths, and how many of them are not named."""
    ordered = sorted(
        ((value or 0.0, node) for node, value in values.items()), key=lambda each: (-each[0], each[1])
    )
    total, carried, chosen = sum(value for value, _ in ordered), 0.0, []
    for value, node in ordered[:MOST_NAMED]:
        if not total or carried >= SHARE_NAMED * total or not value:
            break
        carried += value
        chosen.append(node)
    known = sorted(names[node] for node in chosen if node in names)
    return known, len(chosen) - len(known)


def _lead(bridging: list[str], unnamed: int) -> str:
    if not bridging and not unnamed:
        return "Aucun acteur ne se trouve sur le chemin des autres."
    listed = ", ".join(bridging)
    if unnamed:
        others = plural(
            unnamed, "acteur qui ne souhaite pas être nommé", "acteurs qui ne souhaitent pas être nommés"
        )
        listed = f"{listed} et {others}" if listed else others
    return f"Les chemins entre les autres passent surtout par\u00a0: {listed}."


def _roles(report: Report) -> list[Block]:
    found = value_of(report, "brokerage")
    if found is None:
        return [withheld(report.findings.get("brokerage"), "Rôles de passerelle")]
    totals = found["details"].get("totals")
    if not isinstance(totals, dict):
        return []
    rows = tuple(
        (words.capitalize(), integer(totals[role])) for role, words in ROLES.items() if role in totals
    )
    return [
        Table(
            caption="Mises en lien par un intermédiaire",
            columns=("Entre qui", "Nombre"),
            rows=rows,
            numeric=frozenset({1}),
        )
    ]
