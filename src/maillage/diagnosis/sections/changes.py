"""What changed between two waves, among the actors that answered both."""

from __future__ import annotations

from typing import Any

from maillage.core.typography import integer, interval, percent
from maillage.diagnosis.blocks import Block, Paragraph, Table
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import wave_named, withheld

TITLE = "Ce qui a changé"
POSITION = 70
CHAPTER = "COOPERATION"
SCALARS = {
    "density": "Liens possibles qui existent",
    "reciprocity": "Citations rendues par l’acteur cité",
    "transitivity": "Partenaires de partenaires en lien direct",
    "centralisation": "Liens réunis sur quelques acteurs",
    "ei_index": "Liens d’un secteur à un autre",
    "concordance": "Liens de même niveau aux deux bouts",
    "fragility": "Paires séparées par le départ le plus lourd",
    "components": "Morceaux du réseau",
}
COUNTED = frozenset({"components"})  # told as they are; the others are shares

NOT_ZERO = 0.005  # a limit that rounds to 0 % without being it keeps a decimal: else a sure change would seem to hold zero


def build(report: Report) -> list[Block]:
    """Ties kept, new and lost; then each figure before, after, and whether the change is sure."""
    if report.snapshot.get("previous") is None:
        return []
    ties = report.changes.get("ties")
    if ties is None or ties.withheld:
        return [withheld(ties, "Comparaison des deux vagues")]
    return [
        Paragraph(text=_lead(report, ties.value), lead=True),
        _ties(report, ties.value),
        _scalars(report),
        Paragraph(text=_panel()),
    ]


def _lead(report: Report, ties: dict[str, Any]) -> str:
    n = integer(ties["n_answered"])
    among = f"Depuis {wave_named(report.snapshot['previous']['label'])}, parmi les {n} acteurs qui ont répondu deux fois"
    sure = [key for key in SCALARS if _is_sure(report, key)]
    if not sure:
        return f"{among}, aucune mesure d’ensemble n’a changé de façon certaine."
    up = [key for key in sure if report.changes[key].value["value"] > 0]
    down = [key for key in sure if key not in up]
    told = [
        f"{way}\u00a0: {', '.join(SCALARS[key][0].lower() + SCALARS[key][1:] for key in keys)}"
        for way, keys in (("en hausse", up), ("en baisse", down))
        if keys
    ]
    return f"{among}, " + "\u202f; ".join(told) + "."


def _is_sure(report: Report, key: str) -> bool:
    finding = report.changes.get(key)
    return bool(finding and not finding.withheld and finding.value.get("details", {}).get("significant"))


def _ties(report: Report, ties: dict[str, Any]) -> Table:
    words = {"kept": "Gardés", "new": "Nouveaux", "lost": "Disparus"}
    rows = tuple((words[key], integer(round(ties["values"][key])), _between(ties, key)) for key in words)
    return Table(
        caption="Les liens d’une vague à l’autre",
        columns=("Liens", "Nombre", "Entre"),
        rows=rows,
        numeric=frozenset({1, 2}),
        passport=passport(report, "ties", change=True),
    )


def _between(ties: dict[str, Any], key: str) -> str:
    low, high = (ties.get("interval") or {}).get(key, (None, None))
    return f"{integer(round(low))} et {integer(round(high))}" if low is not None else "–"


def _scalars(report: Report) -> Table:
    rows = []
    for key, words in SCALARS.items():
        finding = report.changes.get(key)
        if finding is None or finding.withheld or "before" not in finding.value.get("details", {}):
            continue
        value, details = finding.value, finding.value["details"]
        before, after = (_told(key, details[when]) for when in ("before", "after"))
        gap = _gap(key, value.get("interval"))
        verdict = (
            ("oui, en hausse" if value["value"] > 0 else "oui, en baisse")
            if details["significant"]
            else "on ne peut pas le dire"
        )
        rows.append((words, before, after, gap, verdict))
    return Table(
        caption="Les mesures avant et après",
        columns=("Mesure", "Avant", "Après", "Changement", "Est-ce sûr\u202f?"),
        rows=tuple(rows),
        numeric=frozenset({1, 2, 3}),
        passport=passport(report, *SCALARS, change=True),
    )


def _told(key: str, value: float) -> str:
    return integer(round(value)) if key in COUNTED else percent(_share(key, value))


def _share(key: str, value: float) -> float:
    """The E-I index goes from -1 to 1: it is told as the share of ties that leave their sector, as in that section."""
    return (value + 1) / 2 if key == "ei_index" else value


def _gap(key: str, between: list[float] | None) -> str:
    if between is None:
        return "–"
    if key in COUNTED:
        return interval(between[0], between[1], percent=False, digits=1)
    low, high = (limit / 2 if key == "ei_index" else limit for limit in between)
    vanishes = low * high > 0 and min(abs(low), abs(high)) < NOT_ZERO
    return interval(low, high, digits=1 if vanishes else None)


def _panel() -> str:
    return (
        "Seuls sont comparés les acteurs qui ont répondu aux deux vagues, et leurs liens entre eux\u202f: "
        "une vague où l’on répond moins ne se lit donc pas comme une baisse. Quand l’intervalle du changement "
        "contient zéro, rien ne permet de dire que la mesure a changé."
    )
