"""Official figures of a chapter: a table a dataset, with its source, what it describes, and what it does not allow."""

from __future__ import annotations

from typing import Any

from maillage.context.figures import source_of, table_of
from maillage.diagnosis.blocks import Block, Paragraph, Table
from maillage.diagnosis.queries import Report


def told_in(report: Report, chapter: str) -> list[dict[str, Any]]:
    """What was kept for a chapter when the figures were computed."""
    kept = report.snapshot.get("figures", {})
    return [each for each in kept.get("datasets", []) if each["chapter"] == chapter]


def blocks_of(told: dict[str, Any]) -> list[Block]:
    """The table with its source, then what it does not allow."""
    columns, rows = table_of(told)
    table = Table(
        caption=f"{told['title']}\u00a0: {told['producer']}, {told['vintage']}",
        columns=columns,
        rows=rows,
        numeric=frozenset(range(1, len(columns))),
        passport=source_of(told),
    )
    return [table, Paragraph(text=" ".join(told["warnings"]))]
