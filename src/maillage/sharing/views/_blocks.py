"""Sections ready for a template: each block with the template that draws it."""

from __future__ import annotations

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
    return [
        {
            "key": each.key,
            "title": each.title,
            "blocks": [{"block": block, "template": template_of(block)} for block in each.blocks],
        }
        for each in sections
    ]


def discussed(sections: Iterable[Section], reactions: Iterable[Reaction]) -> list[dict[str, Any]]:
    """Sections to discuss: each item with its address, and whether it is contested."""
    contested = {each.item for each in reactions if each.is_open}
    made = []
    for section in sections:
        items = {id(item.block): item for item in items_of(section)}
        blocks = [
            {
                "block": block,
                "template": template_of(block),
                "item": items.get(id(block)),
                "contested": id(block) in items and items[id(block)].key in contested,
            }
            for block in section.blocks
        ]
        made.append({"key": section.key, "title": section.title, "blocks": blocks})
    return made
