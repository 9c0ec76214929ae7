"""The document as it is read: twelve chapters, each opened by the words of the group, then what was computed."""

from __future__ import annotations

from maillage.diagnosis.chapters import CHAPTERS
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.sections import Section, build_all
from maillage.sharing.models import SharedDiagnosis
from maillage.sharing.queries.writing import chapters_of, words_of


def sections_of(shared: SharedDiagnosis, *, report: Report | None = None) -> list[Section]:
    """All the sections of a shared diagnosis. `report`: another reading of its figures, fewer names for example."""
    known = report or report_of(shared.diagnosis)
    computed = build_all(known)
    words = {each.code: words_of(each) for each in chapters_of(shared, known)}
    found: list[Section] = []
    for code in CHAPTERS:
        own = words[code]
        found += [own] if own else []
        found += [each for each in computed if each.chapter == code]
    return found
