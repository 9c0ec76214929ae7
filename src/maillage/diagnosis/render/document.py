"""The report as a tagged PDF (PDF/UA-1), by Typst.

The template is fixed; everything that people wrote goes in as JSON, where it is text and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from maillage.core.typeset import typeset
from maillage.diagnosis.blocks import Block, Figure, Table, kind_of
from maillage.diagnosis.queries import Report
from maillage.diagnosis.render.parts import Part, moment, parts_of
from maillage.diagnosis.sections import Section, build_all

COVER = (
    "territory",
    "programme",
    "facilitator",
    "wave",
    "date",
    "version",
)  # what the first page has room for
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
    data = {
        "cover": dict.fromkeys(COVER, "") | dict(cover),
        "sections": [_part(each, files) for each in parts_of(sections)],
    }
    made: bytes = typeset(
        "maillage.diagnosis.render", "diagnostic", data, files, timestamp=int(moment(cover).timestamp())
    )
    return made


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


def _part(part: Part, files: dict[str, bytes]) -> dict[str, Any]:
    blocks = [_block(each, files) for each in part.blocks]
    return {"level": part.level, "title": part.title, "blocks": blocks}


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
