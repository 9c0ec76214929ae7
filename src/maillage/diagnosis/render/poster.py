"""The poster: A2, read from two metres, in black and white as well; printed on A3 it keeps its proportions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maillage.diagnosis.render.fitted import one_page
from maillage.diagnosis.sections import Section

FIGURES = 3


def write(cover: Mapping[str, str], sections: Iterable[Section]) -> bytes:
    """The PDF of the poster. `question`, `priorities` (one a line) and `contacts` of the cover are shown when given."""
    return one_page("poster", cover, sections, figures=FIGURES)
