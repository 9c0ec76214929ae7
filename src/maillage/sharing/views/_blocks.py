"""Sections ready for a template: each block with the template that draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from maillage.diagnosis.blocks import Block, kind_of
from maillage.diagnosis.sections import Section
from maillage.sharing.models import Reaction
from maillage.sharing.queries.items import items_of

FIGURE: Final = (
    "sharing/publication/figure.html"  # the report's own leads to pages that are not for everybody
)


def template_of(block: Block) -> str:
    """The template of a block, here."""
    kind = kind_of(block)
    return FIGURE if kind == "figure" else f"diagnosis/blocks/{kind}.html"


def drawn(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Sections to read."""
    listed = list(sections)
    return [
        {
            "key": anchor,
            "title": each.title,
            "blocks": [{"block": block, "template": template_of(block)} for block in each.blocks],
        }
        for anchor, each in zip(anchors(listed), listed, strict=True)
    ]


def anchors(sections: Iterable[Section]) -> list[str]:
    """A place in the page for each section: the group's words and the figures of a chapter may bear one key."""
    seen: Counter[str] = Counter()
    found = []
    for each in sections:
        seen[each.key] += 1
        found.append(each.key if seen[each.key] == 1 else f"{each.key}-{seen[each.key]}")
    return found


def discussed(sections: Iterable[Section], reactions: Iterable[Reaction]) -> list[dict[str, Any]]:
    """Sections to discuss: each item with its address, and whether it is contested."""
    contested = {each.item for each in reactions if each.is_open}
    made, listed = [], list(sections)
    frozen_now = {item.block for each in listed for item in items_of(each) if item.key in contested}
    for anchor, section in zip(anchors(listed), listed, strict=True):
        items = {id(item.block): item for item in items_of(section)}
        blocks = [
            {
                "block": block,
                "template": template_of(block),
                "item": items.get(id(block)),
                "contested": block in frozen_now,
            }
            for block in section.blocks
        ]
        frozen = any(each["contested"] for each in blocks)
        made.append({"key": anchor, "title": section.title, "blocks": blocks, "contested": frozen})
    return made
