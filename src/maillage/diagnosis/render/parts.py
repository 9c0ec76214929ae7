"""A document as its renderings share it: parts with their level, text a file may hold, files that never change.

Each rendering turns the same parts into its own form, so that none of them can say what the others do not.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from maillage.diagnosis.blocks import Block, Note
from maillage.diagnosis.chapters import CHAPTERS
from maillage.diagnosis.sections import Section

DIAGNOSIS: Final = "Diagnostic partagé"  # what a document is called when its cover has no title of its own
EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)  # a ZIP knows nothing older
# What XML refuses, and the signs that would turn the words after them around.
UNHEARD: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True)
class Part:
    """A title at its level, and what is under it."""

    level: int
    key: str
    title: str
    blocks: tuple[Block, ...]


def parts_of(sections: Iterable[Section]) -> list[Part]:
    """Chapters, then their sections under them. Sections that belong to no chapter stand by themselves."""
    listed = list(sections)
    if not listed or not all(each.chapter in CHAPTERS for each in listed):
        return [Part(1, each.key, each.title, each.blocks) for each in listed]
    order = list(CHAPTERS)
    listed.sort(key=lambda each: order.index(each.chapter))
    found: list[Part] = []
    for chapter, group in groupby(listed, key=lambda each: each.chapter):
        inside, title = list(group), CHAPTERS[chapter]
        own = inside[0].blocks if inside[0].title == title else ()
        found.append(Part(1, chapter.lower(), title, own))
        rest = inside[1:] if inside[0].title == title else inside
        found += [Part(2, each.key, each.title, each.blocks) for each in rest]
    return found


def clean(text: str) -> str:
    """The text without what no file of an office suite may hold."""
    return UNHEARD.sub("", text)


def moment(cover: Mapping[str, str]) -> datetime:
    """When a document says it was made: what it shows, never the clock, so that the same words give the same bytes."""
    return datetime.fromisoformat(cover["made"]).astimezone(UTC) if cover.get("made") else EARLIEST


def title_of(cover: Mapping[str, str]) -> str:
    """The name of the document, for the properties of its file."""
    return f"{cover.get('title') or DIAGNOSIS}\u00a0: {cover.get('territory', '')}"


def describe(properties: Any, cover: Mapping[str, str]) -> None:
    """What an office file says of itself; its fields hold 255 signs."""
    properties.title, properties.subject = clean(title_of(cover))[:255], clean(cover.get("wave", ""))[:255]
    properties.author = properties.last_modified_by = clean(cover.get("facilitator", ""))[:255]
    properties.comments, properties.keywords, properties.language = "", "", "fr-FR"
    properties.created = properties.modified = moment(cover).replace(tzinfo=None)


def zipped(files: Mapping[str, bytes], when: datetime) -> bytes:
    """A ZIP of which each file bears this date, in this order."""
    out = io.BytesIO()
    stamp = max(when, EARLIEST).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, stamp), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def rezipped(made: bytes, when: datetime) -> bytes:
    """The same ZIP without the hour it was made at."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()}, when)


def source_of(note: Note) -> str:
    """Who wrote it, when, and what it rests on."""
    said = ", ".join(filter(None, (note.author, note.date)))
    source = f"Source\u00a0: {note.source}" if note.source else ""
    return ". ".join(filter(None, (said, source)))
