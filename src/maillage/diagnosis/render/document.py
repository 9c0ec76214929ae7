"""The report as a tagged PDF (PDF/UA-1), by Typst.

The template is fixed; everything that people wrote goes in as JSON, where it is text and nothing else.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import Any

from maillage.core.assets import font_dirs
from maillage.diagnosis.blocks import Block, Figure, Table, kind_of
from maillage.diagnosis.queries import Report
from maillage.diagnosis.sections import Section, build_all

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def render(report: Report) -> bytes:
    """The PDF of a report; the same report always gives the same bytes."""
    import typst  # slow import

    files: dict[str, bytes] = {"main": _template()}
    data = {"cover": cover(report), "sections": [_section(each, files) for each in build_all(report)]}
    compile_document: Any = typst.compile  # its stub forgets that several files may be given in memory
    made: bytes = compile_document(
        files,
        font_paths=font_dirs(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(report.diagnosis.computed_at.timestamp()) if report.diagnosis.computed_at else 0,
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


def _template() -> bytes:
    return (resources.files("maillage.diagnosis.render") / "diagnostic.typ").read_bytes()


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
