"""A page that stays one page whatever is written: everything goes to a template that tries shorter and shorter texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from maillage.core.typeset import typeset
from maillage.core.typography import plural
from maillage.diagnosis.blocks import KeyFigure
from maillage.diagnosis.render.digest import NO_FIGURE, digest
from maillage.diagnosis.render.parts import moment
from maillage.diagnosis.sections import Section


def one_page(template: str, cover: Mapping[str, str], sections: Iterable[Section], *, figures: int) -> bytes:
    """The PDF (PDF/UA-1) of a template of one page; the same words always give the same bytes."""
    kept = digest(cover, sections, figures=figures)
    files = {"map.svg": kept.map.svg.encode()} if kept.map else {}
    data = {
        "cover": dict(cover),
        "question": kept.question,
        "figures": [asdict(each) | {"answers": _answers(each)} for each in kept.figures],
        "none": NO_FIGURE,
        "heading": kept.heading,
        "points": list(kept.points),
        "map": {"alt": kept.map.alt, "title": kept.map.title} if kept.map else None,
    }
    made: bytes = typeset(
        "maillage.diagnosis.render", template, data, files, timestamp=int(moment(cover).timestamp())
    )
    return made


def _answers(figure: KeyFigure) -> str:
    return plural(figure.n_answered, "réponse", "réponses") if figure.n_answered else ""
