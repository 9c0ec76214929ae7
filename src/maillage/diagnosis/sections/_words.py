"""What every section needs: a finding or the reason why there is none, and figures in French."""

from __future__ import annotations

from typing import Any

from maillage.core.typography import MISSING, integer, interval, percent
from maillage.diagnosis.blocks import Block, KeyFigure, Withheld
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.models import Finding
from maillage.diagnosis.queries import Report

NOT_COMPUTED = "Cette mesure n’a pas été calculée pour cette vague."

OLD = "Cette mesure vient d’une version plus ancienne du calcul\u202f: demandez un nouveau diagnostic pour la lire."
READ_SINCE = {"betweenness": 2, "fragility": 2}  # version of the metric from which the sections can read it

# Thresholds of the sentences, in one place. They say how a figure is worded, never whether it is good.
STABLE = 0.7  # agreement of the runs above which groups may be spoken of


def value_of(report: Report, key: str) -> dict[str, Any] | None:
    """The JSON value of a finding of the wave; None when withheld, absent or too old to be read."""
    finding = report.findings.get(key)
    return None if finding is None or finding.withheld or _is_old(finding) else finding.value


def withheld(finding: Finding | None, label: str) -> Withheld:
    """Why this figure is not shown."""
    if finding is not None and not finding.withheld and _is_old(finding):
        return Withheld(label=label, reason=OLD)
    return Withheld(label=label, reason=finding.withheld if finding and finding.withheld else NOT_COMPUTED)


def _is_old(finding: Finding) -> bool:
    return finding.version < READ_SINCE.get(finding.key, 1)


def share_figure(report: Report, key: str, label: str, reading: str, *, name: str) -> Block:
    """A share from 0 to 1 as a key figure, its label being the end of a sentence; or why what has that name is withheld."""
    found = value_of(report, key)
    if found is None or found.get("value") is None:
        return withheld(report.findings.get(key), name)
    return KeyFigure(
        value=percent(found["value"]),
        label=label,
        interval=between(found.get("interval")),
        n_answered=found["n_answered"],
        reading=reading,
        passport=passport(report, key),
    )


def wave_named(label: str) -> str:
    """« la « Vague 2 » », but « la vague « Automne » »."""
    return f"la {'' if label.lower().startswith('vague') else 'vague '}«\u00a0{label}\u00a0»"


def named(report: Report) -> dict[str, str]:
    """Names by node; the actors that object are left out."""
    return {node["id"]: node["name"] for node in report.snapshot["nodes"] if node["named"]}


def between(limits: list[float] | None) -> str:
    """The interval of a share; empty when there is none."""
    return interval(limits[0], limits[1]) if limits else ""


def within(limits: list[float] | None) -> str:
    """The same in the narrow cell of a table: « 63 à 100 % »; a dash when there is none."""
    return f"{integer(100 * limits[0])}\u00a0à\u00a0{percent(limits[1])}" if limits else MISSING


def complement(limits: list[float] | None) -> list[float] | None:
    """The interval of 1 - x."""
    return [1 - limits[1], 1 - limits[0]] if limits else None


def told_by_both(reciprocity: float) -> float:
    """Share of the tied pairs that both ends declare, from the edgewise reciprocity r = 2 M / (2 M + S).

    A pair declared by both holds two citations: people count pairs, and M / (M + S) = r / (2 - r).
    """
    return reciprocity / (2 - reciprocity)
