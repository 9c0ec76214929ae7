"""A document made by hand: every kind of block, and words that would like to be code."""

from __future__ import annotations

from maillage.diagnosis.blocks import (
    Block,
    Disagreement,
    Figure,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Question,
    Quote,
    Table,
    Withheld,
)
from maillage.diagnosis.sections import Section

COVER = {
    "territory": "Les Lilas",
    "programme": "Programme d’essai",
    "facilitator": "Tiers facilitateur",
    "wave": "Vague 1",
    "date": "novembre 2026",
    "version": "maillage 2026.11, empreinte 0123456789ab",
    "made": "2026-11-22T10:00:00+00:00",
}
HOSTILE = '#eval("1") <script>alert(1)</script> \x0b\x00 =cmd|x $x$ &amp; ]]> \u202egnp'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" role="img" aria-labelledby="t"><title id="t">Carte</title>'
    '<rect width="400" height="300" fill="#ffffff"/><circle cx="120" cy="150" r="30" fill="#366ce4"/>'
    '<text x="160" y="155" font-family="IBM Plex Sans" font-size="20">École</text></svg>'
)


def every_block(words: str = "Trois mots simples") -> tuple[Block, ...]:
    """One of each kind, `words` wherever somebody writes."""
    return (
        Paragraph(text=f"{words}, l’idée.", lead=True),
        Heading(text=words),
        Paragraph(text=f"{words} : une phrase."),
        KeyFigure(
            value="42\u202f%",
            label=words,
            interval="entre 35 et 49\u202f%",
            n_answered=31,
            reading=words,
            passport="f\u00a0v1",
        ),
        Table(
            caption=words,
            columns=("Qui", "Nombre"),
            rows=((words, "12"), ("=1+1", "3")),
            numeric=frozenset({1}),
        ),
        Figure(svg=SVG, title=words, alt=f"Une carte : {words}", caption=words),
        Quote(text=words, source="Une structure"),
        Question(text=words),
        Withheld(label=words, reason="Trop peu de réponses."),
        Note(text=f"{words}\nÀ la ligne.", author=words, date="3 novembre 2026", source=words),
        Disagreement(subject=words, positions=(("L’école", words), ("La ville", "Non."))),
    )


def sections(words: str = "Trois mots simples") -> list[Section]:
    """Two sections, in two chapters."""
    return [
        Section("network", "Le réseau en une page", every_block(words), "COOPERATION"),
        Section("priorities", words, every_block(words), "PRIORITIES"),
    ]
