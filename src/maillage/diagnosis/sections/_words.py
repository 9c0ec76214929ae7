"""What every section needs: a finding or the reason why there is none, and figures in French."""

from __future__ import annotations

from typing import Any

from maillage.core.typography import interval, percent
from maillage.diagnosis.blocks import Block, KeyFigure, Withheld
from maillage.diagnosis.models import Finding
from maillage.diagnosis.queries import Report

NOT_COMPUTED = "Cette mesure n’a pas été calculée pour cette vague."

# Thresholds of the sentences, in one place. They say how a figure is worded, never whether it is good.
STABLE = 0.7  # agreement of the runs above which groups may be spoken of


def value_of(report: Report, key: str) -> dict[str, Any] | None:
    """The JSON value of a finding of the wave; None when withheld or absent."""
    finding = report.findings.get(key)
    return None if finding is None or finding.withheld else finding.value


def withheld(finding: Finding | None, label: str) -> Withheld:
    """Why this figure is not shown."""
    return Withheld(label=label, reason=finding.withheld if finding and finding.withheld else NOT_COMPUTED)


def share_figure(report: Report, key: str, label: str, reading: str) -> Block:
    """A share from 0 to 1 as a key figure, or why it is withheld."""
    found = value_of(report, key)
    if found is None or found.get("value") is None:
        return withheld(report.findings.get(key), label)
    between = found.get("interval")
    return KeyFigure(
        value=percent(found["value"]),
        label=label,
        interval=interval(*between) if between else "",
        n_answered=found["n_answered"],
        reading=reading,
    )


def named(report: Report) -> dict[str, str]:
    """Names by node; the actors that object are left out."""
    return {node["id"]: node["name"] for node in report.snapshot["nodes"] if node["named"]}


def fraction(share: float) -> str:
    """A share as it is said aloud."""
    for limit, words in (
        (0.1, "moins d’un sur dix"),
        (0.22, "un sur cinq environ"),
        (0.29, "un sur quatre environ"),
    ):
        if share < limit:
            return words
    for limit, words in (
        (0.4, "un sur trois environ"),
        (0.6, "un sur deux environ"),
        (0.72, "deux sur trois environ"),
    ):
        if share < limit:
            return words
    return "trois sur quatre environ" if share < 0.85 else "la quasi-totalité"
