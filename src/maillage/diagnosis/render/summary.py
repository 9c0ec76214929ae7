"""« L’essentiel en une page »: an A4 page for whoever will read only one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maillage.diagnosis.render.fitted import one_page
from maillage.diagnosis.sections import Section

FIGURES = 5


def write(cover: Mapping[str, str], sections: Iterable[Section]) -> bytes:
    """The PDF of the page. `question`, `priorities` (one a line) and `contacts` of the cover are shown when given."""
    return one_page("summary", cover, sections, figures=FIGURES)
