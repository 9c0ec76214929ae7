"""The report as a tagged PDF (PDF/UA-1), by Typst.

The template is fixed; everything that people wrote goes in as JSON, where it is text and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from maillage.core.typeset import typeset
from maillage.diagnosis.blocks import Block, Figure, Table, kind_of
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections import Section, build_all

EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)  # a ZIP knows nothing older
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def render(report: Report) -> bytes:
    """The PDF of a report; the same report always gives the same bytes."""
    return write(cover(report), build_all(report))


def write(cover: Mapping[str, str], sections: Iterable[Section]) -> bytes:
    """The PDF of a cover and of sections. `made`, of the cover, is the moment the file says it was made at."""
    files: dict[str, bytes] = {}
    data = {"cover": dict(cover), "sections": [_section(each, files) for each in sections]}
    made: bytes = typeset(
        "maillage.diagnosis.render", "diagnostic", data, files, timestamp=int(moment(cover).timestamp())
    )
    return made


def moment(cover: Mapping[str, str]) -> datetime:
    """When a document says it was made: what it shows, never the clock, so that the same words give the same bytes."""
    return datetime.fromisoformat(cover["made"]).astimezone(UTC) if cover.get("made") else EARLIEST


def cover(report: Report) -> dict[str, str]:
    """What the first page says."""
    computed = report.diagnosis.computed_at
    return {
        "territory": report.territory.name,
        "programme": report.programme.name,
        "facilitator": report.programme.facilitator_name,
        "wave": report.snapshot["wave"]["label"],
        "date": f"{MONTHS[computed.month - 1]} {computed.year}" if computed else "",
        "version": f"maillage {report.diagnosis.package_version}, empreinte {report.diagnosis.input_hash[:12]}",
        "made": computed.isoformat() if computed else "",
    }


def _section(section: Section, files: dict[str, bytes]) -> dict[str, Any]:
    return {"title": section.title, "blocks": [_block(each, files) for each in section.blocks]}


def _block(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    """A block as JSON; pictures become files beside the template."""
    data: dict[str, Any] = {"kind": kind_of(block)}
    if isinstance(block, Figure):
        name = f"figure{len(files)}.svg"
        files[name] = block.svg.encode()
        return data | {"file": name, "alt": block.alt, "title": block.title, "caption": block.caption}
    if isinstance(block, Table):
        return data | {**asdict(block), "numeric": sorted(block.numeric)}
    return data | asdict(block)
