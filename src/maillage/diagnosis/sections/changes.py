"""What changed between two waves, among the actors that answered both."""

from __future__ import annotations

from typing import Any

from maillage.core.typography import decimal, integer, interval, percent
from maillage.diagnosis.blocks import Block, Paragraph, Table
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import withheld

TITLE = "Ce qui a changé"
POSITION = 70
SCALARS = {
    "density": "Densité",
    "reciprocity": "Citations rendues",
    "transitivity": "Transitivité",
    "centralisation": "Centralisation",
    "ei_index": "Ouverture entre secteurs",
    "concordance": "Regards concordants",
}


def build(report: Report) -> list[Block]:
    """Ties kept, new and lost; then each figure before, after, and whether the change is sure."""
    if report.snapshot.get("previous") is None:
        return []
    ties = report.changes.get("ties")
    if ties is None or ties.withheld:
        return [withheld(ties, "Comparaison des deux vagues")]
    return [
        Paragraph(text=_lead(report, ties.value), lead=True),
        _ties(ties.value),
        _scalars(report),
        Paragraph(text=_panel()),
    ]


def _lead(report: Report, ties: dict[str, Any]) -> str:
    n = integer(ties["n_answered"])
    before = report.snapshot["previous"]["label"]
    sure = [key for key in SCALARS if _is_sure(report, key)]
    if not sure:
        return f"Depuis la «\u00a0{before}\u00a0», rien ne permet de dire que l’ensemble des liens a changé, parmi les {n} acteurs qui ont répondu deux fois."
    words = ", ".join(
        f"{SCALARS[key].lower()} {'en hausse' if report.changes[key].value['value'] > 0 else 'en baisse'}"
        for key in sure
    )
    return (
        f"Depuis la «\u00a0{before}\u00a0», parmi les {n} acteurs qui ont répondu deux fois\u00a0: {words}."
    )


def _is_sure(report: Report, key: str) -> bool:
    finding = report.changes.get(key)
    return bool(finding and not finding.withheld and finding.value.get("details", {}).get("significant"))


def _ties(ties: dict[str, Any]) -> Table:
    words = {"kept": "Gardés", "new": "Nouveaux", "lost": "Disparus"}
    rows = tuple((words[key], integer(round(ties["values"][key])), _between(ties, key)) for key in words)
    return Table(
        caption="Les liens d’une vague à l’autre",
        columns=("Liens", "Nombre", "Entre"),
        rows=rows,
        numeric=frozenset({1, 2}),
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
        write = (lambda x: decimal(x, 2)) if key == "ei_index" else percent
        gap = _gap(key, value.get("interval"))
        verdict = (
            ("hausse" if value["value"] > 0 else "baisse")
            if details["significant"]
            else "on ne peut pas le dire"
        )
        rows.append((words, write(details["before"]), write(details["after"]), gap, verdict))
    return Table(
        caption="Les mesures avant et après",
        columns=("Mesure", "Avant", "Après", "Changement", "Est-ce sûr\u202f?"),
        rows=tuple(rows),
        numeric=frozenset({1, 2, 3}),
    )


def _gap(key: str, between: list[float] | None) -> str:
    if between is None:
        return "–"
    low, high = between
    return interval(low, high, percent=False, digits=2) if key == "ei_index" else interval(low, high)


def _panel() -> str:
    return (
        "Seuls sont comparés les acteurs qui ont répondu aux deux vagues, et leurs liens entre eux\u202f: "
        "une vague où l’on répond moins ne se lit donc pas comme une baisse. Quand l’intervalle du changement "
        "contient zéro, rien ne permet de dire que la mesure a changé."
    )
