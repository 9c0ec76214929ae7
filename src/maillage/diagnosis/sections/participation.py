"""Method and participation: who answered, who is missing, what that limits."""

from __future__ import annotations

from typing import Any

from maillage.core import privacy
from maillage.core.typography import integer, percent, plural
from maillage.diagnosis.blocks import Block, KeyFigure, Paragraph, Table
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._modes import told_of
from maillage.diagnosis.sections._words import wave_named
from maillage.surveys.queries import Share, shares_of

TITLE = "Méthode et participation"
POSITION = 10
CHAPTER = "METHOD"
SMALL = privacy.MIN_RESPONDENTS
BANDS = "Par secteur, un ordre de grandeur suffit\u202f: un compte exact, retranché du total, dirait qui a répondu."
NO_DETAIL = "Le détail par secteur n’est pas montré\u202f: rapproché du total, il dirait qui a répondu."


def build(report: Report) -> list[Block]:
    """The rate, its detail by sector when nobody can be found by difference, and the limits."""
    total, shares = shares_of((node["group"], node["answered"]) for node in report.snapshot["nodes"])
    blocks: list[Block] = [Paragraph(text=_lead(total), lead=True)]
    if total.rate is not None:
        reading = "La part des acteurs de la liste qui ont répondu à cette vague."
        figure = KeyFigure(
            value=percent(total.rate), label="de réponses", n_answered=total.answered or 0, reading=reading
        )
        blocks.append(figure)
    blocks.append(Paragraph(text=_method(report)))
    blocks += [Paragraph(text=text) for text in told_of(report.snapshot.get("modes", {}))]
    if len(shares) > 1:
        blocks += [_table([*shares, total]), Paragraph(text=BANDS)]
    elif total.answered is not None:
        blocks.append(Paragraph(text=NO_DETAIL))
    return [*blocks, Paragraph(text=_limits(total.rate or 0.0))]


def _lead(total: Share) -> str:
    if total.answered is None:
        return f"Moins de {SMALL} acteurs dans cette vague\u202f: leurs réponses ne sont pas comptées ici."
    return f"{plural(total.answered, 'acteur a répondu', 'acteurs ont répondu')} sur {integer(total.asked)}."


def _method(report: Report) -> str:
    wave = report.snapshot["wave"]
    diagnosis = report.diagnosis
    return (
        f"Les liens sont ceux que les acteurs ont déclarés pendant {wave_named(wave['label'])}. "
        f"{_way(wave)} "
        "Un acteur est une structure, un service, une fonction ou un collectif, jamais une personne. "
        f"Les intervalles viennent de {integer(diagnosis.replicates)}\u00a0tirages au sort des acteurs\u202f; pour les passerelles, "
        "les fragilités et les cases entre secteurs, du même calcul refait sans chacun d’eux, tour à tour. "
        "La vraie valeur s’y trouve environ 95\u00a0fois sur\u00a0100."
    )


def _way(wave: dict[str, Any]) -> str:
    """How ties were collected. A snapshot older than this word holds ties with a direction."""
    if wave.get("directed", True):
        return "Chacun dit, pour les autres, s’il les connaît, échange, se coordonne ou agit avec eux."
    return "Ces liens ont été recueillis sans sens\u202f: chacun vaut pour ses deux acteurs, et rien ne dit qui a cité l’autre."


def _table(shares: list[Share]) -> Table:
    rows = tuple((each.label, integer(each.asked), each.words) for each in shares)
    return Table(
        caption="Réponses par secteur",
        columns=("Secteur", "Acteurs", "Réponses"),
        rows=rows,
        numeric=frozenset({1}),
    )


def _limits(rate: float) -> str:
    if rate >= 0.8:
        return (
            "Avec huit réponses sur dix ou plus, toutes les mesures peuvent être lues, avec leur intervalle."
        )
    return (
        "Les acteurs qui n’ont pas répondu ne sont pas comptés comme sans lien\u202f: leurs liens sont inconnus. "
        "Les mesures qui suivent les chemins d’un acteur à l’autre demandent 80\u202f% de réponses\u202f: "
        "elles ne sont pas montrées ici."
    )
