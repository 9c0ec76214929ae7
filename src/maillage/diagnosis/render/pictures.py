"""A drawing as a picture at the resolution of print, for the programs that read no SVG or do not have its font."""

from __future__ import annotations

import struct
from functools import lru_cache

from maillage.core.typeset import typeset

PPI = 250  # on the width of a page, what a good printer shows


@lru_cache(maxsize=8)
def png_of(svg: str) -> bytes:
    """The drawing as a PNG."""
    made: bytes = typeset(
        "maillage.diagnosis.render", "picture", {}, {"figure.svg": svg.encode()}, form="png", ppi=PPI
    )
    return made


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, in pixels, as the file says them."""
    width, height = struct.unpack_from(">LL", png, 16)
    return width, height
