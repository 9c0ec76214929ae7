"""A document frozen: its blocks as JSON, each with its level, and back. What was published is read again as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final

from maillage.diagnosis import blocks as forms
from maillage.diagnosis.blocks import Block, kind_of
from maillage.diagnosis.sections import Section
from maillage.sharing.levels import Level, for_public, level_of

SIGNED: Final = {"readings", "validations"}
SUMMARY: Final = "summary"
NUMBERS: Final = {"keyfigure", "table"}  # what stays of an archived version
KINDS: Final = {
    each.__name__.lower(): each
    for each in vars(forms).values()
    if isinstance(each, type) and hasattr(each, "__dataclass_fields__")
}


def frozen(
    sections: Iterable[Section], *, names: Iterable[str], signing: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """Every block with its level, as it will be kept. `signing`: who signs is named where it signs, and only there."""
    known, spared = list(names), set(signing)
    unsigned = [each for each in known if each not in spared]
    listed = list(sections)
    levels: dict[
        Block, Level
    ] = {}  # what the summary takes up again keeps the level it has where it comes from
    for section in listed:
        if section.key != SUMMARY:
            looked = unsigned if section.key in SIGNED else known
            levels |= {block: level_of(section.key, block, looked) for block in section.blocks}
    return [
        {
            "key": section.key,
            "title": section.title,
            "chapter": section.chapter,
            "blocks": [
                {"kind": kind_of(block), "level": int(_level(section, block, levels, known))} | _plain(block)
                for block in section.blocks
            ],
        }
        for section in listed
    ]


def _level(section: Section, block: Block, levels: dict[Block, Level], names: list[str]) -> Level:
    known = levels.get(block)
    return level_of(section.key, block, names) if known is None else known


def _plain(block: Block) -> dict[str, Any]:
    return {each.name: _listed(getattr(block, each.name)) for each in fields(block)}


def _listed(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (tuple, list)):
        return [_listed(each) for each in value]
    return value if isinstance(value, (str, int, float, bool, dict)) or value is None else str(value)


def thawed(content: Iterable[dict[str, Any]], *, upto: Level, public: bool = False) -> list[Section]:
    """The sections as one level may read them; a section of which only titles are left is not there."""
    found = []
    for each in content:
        read = [block for block in each["blocks"] if block["level"] <= upto]
        if all(block["kind"] == "heading" for block in read):
            continue
        built = [block_of(block) for block in read]
        blocks = tuple(for_public(block) for block in built) if public else tuple(built)
        found.append(section_of(each["key"], each["title"], each["chapter"], blocks))
    return found


def section_of(key: str, title: str, chapter: str, blocks: tuple[Block, ...]) -> Section:
    """A section of ours beside the computed ones."""
    return Section(key=key, title=title, chapter=chapter, blocks=blocks)


def block_of(kept: dict[str, Any]) -> Block:
    """One block, as it was."""
    shape = KINDS[kept["kind"]]
    values = {each.name: kept[each.name] for each in fields(shape) if each.name in kept}
    made: Block = shape(**{name: _tupled(value, name) for name, value in values.items()})
    return made


def _tupled(value: Any, name: str) -> Any:
    if name == "numeric":
        return frozenset(value)
    return tuple(_tupled(each, "") for each in value) if isinstance(value, list) else value


def numbers_only(content: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What stays of an archived version: counts and indices, no name and nobody's words."""
    kept = []
    for each in content:
        blocks = [
            block for block in each["blocks"] if block["level"] == Level.COUNTS and block["kind"] in NUMBERS
        ]
        if blocks:
            kept.append(each | {"blocks": blocks})
    return kept
