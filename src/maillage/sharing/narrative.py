"""What the figures say in plain French, by rule: a sentence a figure, with its number, its uncertainty and its passport.

A rule words a figure and says neither good nor bad. Thresholds are here, in one place. Nothing is guessed: a figure that is
withheld has no sentence. People rewrite these sentences as they like (`Passage.rule`); the rules never touch their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from maillage.core.typography import integer, percent, plural
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import between, told_by_both, value_of

MOSTLY: Final = 2 / 3  # « la plupart »
SELDOM: Final = 1 / 3


@dataclass(frozen=True)
class Sentence:
    """What a rule says of a report; `passport`: how to find its number again."""

    rule: str
    chapter: str
    text: str
    passport: str


def sentences(report: Report) -> list[Sentence]:
    """Everything that the rules say of this report, in reading order."""
    return list(_told(report))


def _told(report: Report) -> Iterator[Sentence]:
    for rule, (chapter, keys, say) in RULES.items():
        change = chapter == CHANGE
        text = say(report)
        if text:
            found = "COOPERATION" if change else chapter
            yield Sentence(rule, found, text, passport(report, *keys, change=change))


def _within(found: dict[str, Any], *, turned: Callable[[float], float] = float) -> str:
    """« (entre 12 et 31 %) », or nothing."""
    limits = found.get("interval")
    said = between(sorted(map(turned, limits)) if limits else None)
    return f" ({said})" if said else ""


def _answered(report: Report) -> str:
    nodes = report.snapshot["nodes"]
    answered = sum(node["answered"] for node in nodes)
    if value_of(report, "density") is None:
        return ""
    return (
        f"{plural(answered, 'acteur a répondu', 'acteurs ont répondu')} sur {integer(len(nodes))}\u202f: "
        "ce qui suit dit leurs liens, et ne dit rien de ceux qui se taisent."
    )


def _density(report: Report) -> str:
    found = value_of(report, "density")
    if found is None or found.get("value") is None:
        return ""
    return (
        f"Sur cent liens possibles entre les acteurs, {integer(round(100 * found['value']))} existent{_within(found)}. "
        "Plus n’est pas toujours mieux\u202f: un lien demande du temps."
    )


def _reciprocity(report: Report) -> str:
    found = value_of(report, "reciprocity")
    if found is None or found.get("value") is None:
        return ""
    both = told_by_both(found["value"])
    how = (
        "La plupart des liens sont"
        if both >= MOSTLY
        else "Peu de liens sont"
        if both <= SELDOM
        else "Une partie des liens sont"
    )
    return f"{how} cités des deux côtés\u00a0: {percent(both)}{_within(found, turned=told_by_both)}."


def _crossing(report: Report) -> str:
    found = value_of(report, "ei_index")
    if found is None or found.get("value") is None:
        return ""
    share = (found["value"] + 1) / 2
    return (
        f"{percent(share)} des liens vont d’un secteur à un autre"
        f"{_within(found, turned=lambda limit: (limit + 1) / 2)}\u202f; les autres restent dans le même secteur."
    )


def _fragile(report: Report) -> str:
    found = value_of(report, "fragility")
    if found is None or found.get("value") is None:
        return ""
    return (
        "Si l’acteur dont l’absence compterait le plus s’en allait, "
        f"{percent(1 - found['value'])} des paires d’acteurs pourraient encore se joindre de proche en proche"
        f"{_within(found, turned=lambda limit: 1 - limit)}."
    )


def _concordance(report: Report) -> str:
    found = value_of(report, "concordance")
    if found is None or found.get("value") is None:
        return ""
    return (
        f"Les deux acteurs d’un lien lui donnent le même niveau dans {percent(found['value'])} des cas{_within(found)}. "
        "Un écart n’est pas une erreur\u202f: c’est un sujet à ouvrir."
    )


def _change(report: Report) -> str:
    """Only what is sure; « on ne peut pas le dire » is said too."""
    finding = report.changes.get("density")
    if finding is None or finding.withheld or "significant" not in finding.value.get("details", {}):
        return ""
    if not finding.value["details"]["significant"]:
        return "Depuis la vague précédente, rien ne permet de dire que le nombre de liens a changé."
    way = "augmenté" if finding.value["value"] > 0 else "diminué"
    return f"Depuis la vague précédente, les liens ont {way} parmi ceux qui ont répondu deux fois."


CHANGE: Final = "CHANGE"
RULES: Final[dict[str, tuple[str, tuple[str, ...], Callable[[Report], str]]]] = {
    "answered": ("METHOD", ("density",), _answered),
    "density": ("COOPERATION", ("density",), _density),
    "reciprocity": ("COOPERATION", ("reciprocity",), _reciprocity),
    "crossing": ("COOPERATION", ("ei_index",), _crossing),
    "fragile": ("COOPERATION", ("fragility",), _fragile),
    "concordance": ("COOPERATION", ("concordance",), _concordance),
    "change": (CHANGE, ("density",), _change),
}
