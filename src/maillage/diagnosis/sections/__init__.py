"""Sections of the report: one file, one section (`TITLE`, `POSITION`, `CHAPTER`, `build(report)`)."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from maillage.diagnosis.blocks import Block
from maillage.diagnosis.queries import Report


@dataclass(frozen=True)
class Section:
    """A section as it is read."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    chapter: str = ""


@cache
def modules() -> tuple[ModuleType, ...]:
    """The sections' modules, in reading order."""
    names = [each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")]
    found = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted(found, key=lambda module: module.POSITION))


def build_all(report: Report) -> list[Section]:
    """Every section that has something to say about this report."""
    built = ((each, tuple(each.build(report))) for each in modules())
    return [
        Section(each.__name__.rsplit(".", 1)[1], each.TITLE, blocks, each.CHAPTER)
        for each, blocks in built
        if blocks
    ]
