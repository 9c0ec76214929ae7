"""The document as it is read: twelve chapters, each opened by the words of the group, then what was computed."""

from __future__ import annotations

from maillage.diagnosis.blocks import Paragraph
from maillage.diagnosis.chapters import CHAPTERS
from maillage.diagnosis.queries import Report, report_of
from maillage.diagnosis.sections import Section, build_all
from maillage.sharing.models import SharedDiagnosis
from maillage.sharing.queries.writing import ChapterText, chapters_of, words_of


def sections_of(shared: SharedDiagnosis, *, report: Report | None = None) -> list[Section]:
    """All the sections of a shared diagnosis. `report`: another reading of its figures, fewer names for example."""
    known = report or report_of(shared.diagnosis)
    computed, chapters = build_all(known), chapters_of(shared, known)
    found: list[Section] = []
    for chapter in chapters:
        own = words_of(chapter)
        if chapter.code == "SUMMARY":
            own = _essential(shared, chapter)
        found += [own] if own else []
        found += [each for each in computed if each.chapter == chapter.code]
    return found


def _essential(shared: SharedDiagnosis, summary: ChapterText) -> Section | None:
    """The question, then the words of the group.

    No figure and no priority of another chapter: written twice, a contest would hold one of them back and leave the other.
    """
    lead = (Paragraph(text=shared.question, lead=True),) if shared.question else ()
    blocks = (*lead, *summary.blocks)
    return Section("summary", CHAPTERS["SUMMARY"], blocks, "SUMMARY") if blocks else None
