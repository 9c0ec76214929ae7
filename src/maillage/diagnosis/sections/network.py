"""The network in one page: the map, and the few figures that sum it up."""

from __future__ import annotations

from maillage.core.typography import integer, percent, plural
from maillage.diagnosis.blocks import Block, Figure, KeyFigure, Paragraph, Table
from maillage.diagnosis.gate.passport import passport
from maillage.diagnosis.map.svg import draw
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections._words import between, share_figure, told_by_both, value_of, withheld
from maillage.surveys.kinds.cooperation import LEVELS

TITLE = "Le réseau en une page"
POSITION = 20
CHAPTER = "COOPERATION"
NO_TIE = "La carte paraîtra ici quand des liens auront été déclarés."


def build(report: Report) -> list[Block]:
    """Lead, map, figures, levels, those who are little connected."""
    return [
        Paragraph(text=_lead(report), lead=True),
        *_map(report),
        share_figure(
            report,
            "density",
            "des liens possibles existent",
            "Sur cent liens possibles, combien sont déclarés.",
            name="Liens possibles qui existent",
        ),
        _told_by_both(report),
        _levels(report),
        *_apart(report),
    ]


def _lead(report: Report) -> str:
    ties = len(report.snapshot["ties"])
    nodes = len(report.snapshot["nodes"])
    return f"{plural(nodes, 'acteur', 'acteurs')} et {plural(ties, 'lien déclaré', 'liens déclarés')}."


def _map(report: Report) -> list[Block]:
    if not report.snapshot["ties"]:  # names in a row under a large blank would be no picture
        return [Paragraph(text=NO_TIE)]
    title = f"Qui coopère avec qui\u202f: {report.territory.name}, {report.snapshot['wave']['label']}"
    alt = (
        f"Carte de {plural(len(report.snapshot['nodes']), 'acteur', 'acteurs')} et de "
        f"{plural(len(report.snapshot['ties']), 'lien', 'liens')}. Tout ce qu’elle montre est dans les listes des acteurs et des liens, à la fin."
    )
    caption = (
        "La forme, la lettre et la couleur disent le secteur\u202f; l’épaisseur du trait dit le niveau de coopération. "
        "Un nom trop long ou sans place est suivi ou remplacé par son numéro dans la liste des acteurs."
    )
    return [Figure(svg=draw(report.snapshot, title=title, desc=alt), title=title, alt=alt, caption=caption)]


def _told_by_both(report: Report) -> Block:
    found = value_of(report, "reciprocity")
    if found is None or found.get("value") is None:
        return withheld(report.findings.get("reciprocity"), "Liens cités des deux côtés")
    limits = found.get("interval")
    return KeyFigure(
        value=percent(told_by_both(found["value"])),
        label="des liens sont cités des deux côtés",
        interval=between([told_by_both(limit) for limit in limits] if limits else None),
        n_answered=found["n_answered"],
        reading="Entre acteurs qui ont tous deux répondu. Un lien cité d’un seul côté est un sujet de conversation.",
        passport=passport(report, "reciprocity"),
    )


def _levels(report: Report) -> Block:
    found = value_of(report, "tie_levels")
    if found is None:
        return withheld(report.findings.get("tie_levels"), "Niveaux de coopération")
    counts, shares = found["details"]["counts"], found["values"]
    rows = tuple(
        (words, integer(counts[level]), percent(shares[level]))
        for level, words in ((str(value), words) for value, words in LEVELS.items())
        if level in counts
    )
    return Table(
        caption="Niveaux des liens déclarés",
        columns=("Niveau", "Liens", "Part"),
        rows=rows,
        numeric=frozenset({1, 2}),
        passport=passport(report, "tie_levels"),
    )


def _apart(report: Report) -> list[Block]:
    found = value_of(report, "components")
    if found is None:
        return [withheld(report.findings.get("components"), "Acteurs peu reliés")]
    alone = found["details"]["isolates"]
    if not alone:
        return [Paragraph(text="Tous les acteurs sont reliés à au moins un autre.")]
    few = "n’est cité par aucun autre et n’en cite aucun"
    many = "ne sont cités par aucun autre et n’en citent aucun"
    text = (
        f"{plural(len(alone), f'acteur {few}', f'acteurs {many}')}. "
        "Un acteur que personne ne cite et qui n’a pas répondu paraît peu relié, sans l’être forcément."
    )
    return [Paragraph(text=text)]
