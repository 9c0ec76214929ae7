"""CSV in every encoding and with every separator met in France."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from maillage.territories.tables.rows import Table, TableError, table_of

SEPARATORS: Final = ";,\t|"
FRENCH_LETTERS: Final = frozenset("éèêëàâäçîïôöùûüœæÉÈÊÀÂÇÎÔŒ’«»–°")


def _decode(content: bytes) -> str:
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(bom):
            return _decoded(content, encoding) or _unreadable()
    if content[1:200:2].count(0) > 40 or (len(content) < 200 and content[1::2].count(0) * 3 > len(content)):
        return _decoded(content, "utf-16-le") or _unreadable()
    if (text := _decoded(content, "utf-8")) is not None:
        return text
    # Not UTF-8: an old encoding of Windows, of the Mac or of the command line; the one that reads as French wins.
    tried = [
        text
        for name in ("cp1252", "mac_roman", "cp850", "latin-1")
        if (text := _decoded(content, name)) is not None
    ]
    return max(tried, key=_frenchness) if tried else _unreadable()


def _frenchness(text: str) -> int:
    odd = Counter(c for c in text if ord(c) > 127)
    return sum(count if c in FRENCH_LETTERS else -count for c, count in odd.items())


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeError:
        return None
    return None if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", text) else text


def _unreadable() -> str:
    raise TableError(
        "Ce fichier n’est pas un tableau lisible\u202f: enregistrez-le au format CSV (encodage UTF-8) ou .xlsx, puis envoyez-le de nouveau."
    )


def read_csv(content: bytes) -> Table:
    text = _decode(content)
    first, _, rest = text.partition("\n")
    offset, separator = 0, ""
    if declared := re.fullmatch(r'"?sep=(.)"?\r?', first):  # a line that Excel adds for itself
        text, offset, separator = rest, 1, declared[1]
    return table_of(_csv_lines(text, separator or _separator(text), offset))


def _separator(text: str) -> str:
    """The separator seen most on the first line, quotes left aside."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count)


def _csv_lines(text: str, separator: str, offset: int) -> Iterator[tuple[int, list[str]]]:
    if separator in '"\r\n ':
        raise TableError("le séparateur annoncé ne peut pas servir\u202f: utilisez le point-virgule.", 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise TableError(
                "un guillemet n’est pas refermé, ou une cellule est trop longue\u202f: corrigez cette ligne.",
                start + offset,
            ) from None
        yield start + offset, values
        start = reader.line_num + 1
