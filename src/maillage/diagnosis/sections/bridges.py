"""Who bridges: by whom the paths between the others go. Named in alphabetical order, never ranked."""

from __future__ import annotations

from typing import Any

from maillage.core.typography import folded, percent, plural
from maillage.diagnosis.blocks import Block, Paragraph, Question, Table
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import between, named, value_of, withheld

TITLE = "Qui fait passerelle"
POSITION = 30
CHAPTER = "COOPERATION"
SHARE_NAMED = 0.5  # those who together carry half of the paths
MOST_NAMED = 6
CONCENTRATED = 2  # times an equal share, from which the paths are said to go through a few
ROLES = {
    "coordinator": "dans son propre secteur",
    "itinerant": "entre deux acteurs d’un autre secteur",
    "representative": "de son secteur vers un autre",
    "gatekeeper": "d’un autre secteur vers le sien",
    "liaison": "entre deux secteurs dont aucun n’est le sien",
}
READING = (
    "Comment lire\u00a0: sur cent fois où un acteur se trouve entre deux autres qui ne coopèrent pas directement, combien "
    "de fois de chaque façon. «\u00a0Au hasard\u00a0» dit ce que seraient ces parts si l’on tirait au sort qui coopère avec "
    "qui, avec les mêmes secteurs. Un chemin possible n’est pas un service rendu, et ces parts n’ont pas d’intervalle\u202f: "
    "un petit écart ne veut rien dire."
)


def build(report: Report) -> list[Block]:
    """Who carries the paths and how much of them, which kinds of mediation there are, one question."""
    found = value_of(report, "betweenness")
    if found is None:
        return [withheld(report.findings.get("betweenness"), "Acteurs passerelles")]
    chosen = _carriers(found["values"], found["details"]["carried"])
    if not chosen:
        return [Paragraph(text="Aucun acteur ne se trouve sur le chemin des autres.", lead=True)]
    names = named(report)
    known = sorted((names[node] for node in chosen if node in names), key=folded)
    return [
        Paragraph(text=_lead(found, len(chosen)), lead=True),
        Paragraph(
            text=f"Ce sont, dans l’ordre alphabétique\u00a0: {_listed(known, len(chosen) - len(known))}."
        ),
        Paragraph(
            text="Un acteur fait passerelle quand les plus courts chemins entre les autres passent par lui. "
            "C’est une chance pour le réseau, et souvent une charge pour l’acteur."
        ),
        *_roles(report),
        Question(text="Que se passerait-il si l’un de ces acteurs changeait d’interlocuteur\u202f?"),
    ]


def _carriers(values: dict[str, float | None], carried: list[float | None]) -> list[str]:
    """The few that carry half of the paths, at most `MOST_NAMED`."""
    ordered = sorted(values, key=lambda node: (-(values[node] or 0.0), node))
    below = [share for share in carried if share is not None and share < SHARE_NAMED]
    count = min(MOST_NAMED, len(below) + 1) if carried and carried[0] is not None else 0
    return [node for node in ordered[:count] if values[node]]


def _lead(found: dict[str, Any], count: int) -> str:
    """How much the few carry, beside what an equal share would give them."""
    share = found["details"]["carried"][count - 1]
    even = percent(count / len(found["values"]))
    limits = between(found["details"]["carried_intervals"][count - 1])
    figure = percent(share) + (f" des passages entre les autres ({limits})" if limits else " des passages")
    who = plural(count, "acteur porte", "acteurs portent ensemble")
    if share >= CONCENTRATED * count / len(found["values"]):
        return f"{who} {figure}\u202f; un partage égal leur en donnerait {even}."
    return f"Les passages sont répartis\u202f: {who} {figure}, pas beaucoup plus que les {even} d’un partage égal."


def _listed(known: list[str], unnamed: int) -> str:
    listed = ", ".join(known)
    if not unnamed:
        return listed
    others = plural(
        unnamed, "acteur qui ne souhaite pas être nommé", "acteurs qui ne souhaitent pas être nommés"
    )
    return f"{listed} et {others}" if listed else others


def _roles(report: Report) -> list[Block]:
    found = value_of(report, "brokerage")
    if found is None:
        return [withheld(report.findings.get("brokerage"), "Rôles de passerelle")]
    totals, chance = found["details"].get("totals"), found["details"].get("expected")
    if not isinstance(totals, dict) or not isinstance(chance, dict) or not sum(totals.values()):
        return []
    by_chance = {role: sum(each[role] for each in chance.values()) for role in ROLES}
    rows = tuple(
        (words.capitalize(), _part(totals, role), _part(by_chance, role)) for role, words in ROLES.items()
    )
    return [
        Table(
            caption="Mises en lien par un intermédiaire",
            columns=("Entre qui", "Part", "Au hasard"),
            rows=rows,
            numeric=frozenset({1, 2}),
            passport=passport(report, "brokerage"),
        ),
        Paragraph(text=READING),
    ]


def _part(counts: dict[str, float], role: str) -> str:
    return percent(counts[role] / sum(counts.values()))
