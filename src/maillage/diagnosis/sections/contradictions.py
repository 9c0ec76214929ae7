"""Contradictions: when the two ends of a tie do not tell the same story. No pair is ever named."""

from __future__ import annotations

from maillage.core.typography import integer, percent, plural, word
from maillage.diagnosis.blocks import Block, Paragraph, Question, Table
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import (
    between,
    complement,
    share_figure,
    told_by_both,
    value_of,
    withheld,
)

TITLE = "Quand les deux bouts d’un lien ne disent pas la même chose"
POSITION = 60
CHAPTER = "COOPERATION"


def build(report: Report) -> list[Block]:
    """How many ties only one end tells, how many are told alike, the gaps of level, a question."""
    found = value_of(report, "concordance")
    if found is None or found.get("value") is None:
        return [withheld(report.findings.get("concordance"), "Regards sur un même lien")]
    details = found["details"]
    pairs = details["pairs"]
    rows = tuple(
        (_gap(int(gap)), integer(count), percent(count / pairs))
        for gap, count in sorted(details["differences"].items())
    )
    return [
        Paragraph(text=_lead(details["one_sided"], pairs, _one_sided(report)), lead=True),
        share_figure(
            report,
            "concordance",
            "des liens ont le même niveau aux deux bouts",
            "Entre acteurs qui ont tous deux répondu.",
            name="Liens de même niveau aux deux bouts",
        ),
        Table(
            caption="Écart entre les deux niveaux déclarés",
            columns=("Écart", "Liens", "Part"),
            rows=rows,
            numeric=frozenset({1, 2}),
            passport=passport(report, "concordance"),
        ),
        Paragraph(
            text="Un écart n’est pas une erreur\u202f: deux acteurs vivent le même lien différemment. Les paires ne sont jamais nommées."
        ),
        Question(text="Qu’est-ce qui ferait que deux acteurs voient leur lien de la même façon\u202f?"),
    ]


def _one_sided(report: Report) -> str:
    """The interval of the share of ties told by one end, which follows from that of reciprocity."""
    limits = (value_of(report, "reciprocity") or {}).get("interval")
    return between(complement([told_by_both(limit) for limit in limits] if limits else None))


def _lead(one_sided: int, pairs: int, limits: str) -> str:
    whole = plural(pairs, "lien", "liens")
    if not one_sided:
        return f"Sur {whole} entre acteurs qui ont tous deux répondu, tous sont cités des deux côtés."
    share = percent(one_sided / pairs) + (f", {limits}" if limits else "")
    return (
        f"Sur {whole} entre acteurs qui ont tous deux répondu, {integer(one_sided)} "
        f"{word(one_sided, 'n’est cité', 'ne sont cités')} que d’un côté ({share})."
    )


def _gap(gap: int) -> str:
    return "Même niveau" if gap == 0 else plural(gap, "niveau d’écart", "niveaux d’écart")
