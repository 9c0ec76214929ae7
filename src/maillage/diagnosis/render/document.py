"""The report as a tagged PDF (PDF/UA-1), by Typst.

The template is fixed; everything that people wrote goes in as JSON, where it is text and nothing else.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from maillage.core.typeset import typeset
from maillage.diagnosis.blocks import Block, Figure, Table, kind_of
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections import Section, build_all

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def render(report: Report) -> bytes:
    """The PDF of a report; the same report always gives the same bytes."""
    files: dict[str, bytes] = {}
    data = {"cover": cover(report), "sections": [_section(each, files) for each in build_all(report)]}
    computed = report.diagnosis.computed_at
    made: bytes = typeset(
        "maillage.diagnosis.render",
        "diagnostic",
        data,
        files,
        timestamp=int(computed.timestamp()) if computed else 0,
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
