"""The catalogue of metrics, written from their own words when the documentation is built."""

from __future__ import annotations

from pathlib import Path


def pages() -> dict[str, str]:
    """The page of each metric, in Markdown, by key."""
    return {}


def write_pages(folder: Path) -> None:
    """Write every page, and remove those of metrics that no longer exist."""
    written = pages()
    for path in folder.glob("*.md"):
        if path.stem != "index" and path.stem not in written:
            path.unlink()
    for key, text in written.items():
        path = folder / f"{key}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
