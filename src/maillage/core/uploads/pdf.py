"""PDFs that only show pages: nothing that runs, opens, sends or carries another file.

The whole file is searched, and every part of it unfolded, without following its own table: a file made to deceive readers
has more than one reading.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import ValidationError

MAX_UNFOLDED: Final = 256 * 1024 * 1024
MAX_STREAMS: Final = 20_000
_CHUNK: Final = 1024 * 1024
_FEED: Final = 16 * 1024
_OVERLAP: Final = 32
_HEADER: Final = re.compile(rb"%PDF-[12]\.\d")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
# Long names only: a short one would be met by chance in a compressed picture. /JS goes with /JavaScript.
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToR|GoToE|Rendition|XFA[\s\[/(<]|Movie[\s/<>\[]"
    rb"|OnInstantiate|FS\s*/URL\b|URI\s*\(\s*(?i:javascript|vbscript|data)\s*:)"
)
_LOCKED: Final = re.compile(rb"/Encrypt[\s\[/(<]")
_STREAM: Final = re.compile(rb"stream\r?\n")
_FOLDED_OBJECTS: Final = re.compile(rb"/(?:ObjStm|XRef)\b")
_OTHER_FOLDS: Final = re.compile(
    rb"/(?:ASCIIHexDecode|ASCII85Decode|LZWDecode|RunLengthDecode|AHx|A85|LZW|RL)[\s\]/>]"
)
_AGAIN: Final = "imprimez-le en PDF depuis votre ordinateur («\u00a0Imprimer\u00a0», puis «\u00a0PDF\u00a0»), et envoyez cette copie."


def keep(content: bytes, kind: str) -> tuple[bytes, str]:
    """The same file, once nothing in it acts."""
    end = content.rfind(b"%%EOF")
    if not _HEADER.match(content) or end < 0 or b"endobj" not in content:
        raise ValidationError(
            "Ce PDF est abîmé ou coupé\u00a0: vérifiez qu’il s’ouvre chez vous, puis envoyez-le à nouveau.",
            code="broken",
        )
    if content[end + 5 :].strip(b"\0\t\n\f\r ") or zipfile.is_zipfile(BytesIO(content)):
        raise ValidationError(f"Ce PDF cache un autre fichier\u00a0: {_AGAIN}", code="hidden")
    plain = _unescaped(content)
    if _LOCKED.search(plain):
        raise ValidationError(
            "Ce PDF est protégé\u00a0: enregistrez-en une copie sans mot de passe, et envoyez cette copie.",
            code="locked",
        )
    if _FOLDED_OBJECTS.search(plain) and _OTHER_FOLDS.search(plain):
        raise ValidationError(f"Ce PDF ne peut pas être vérifié\u00a0: {_AGAIN}", code="unreadable")
    if _ACTIVE.search(plain) or _acts_once_unfolded(content):
        raise ValidationError(
            f"Ce PDF contient un programme, un formulaire actif ou un autre fichier\u00a0: {_AGAIN}",
            code="active",
        )
    return content, kind


def _unescaped(data: bytes) -> bytes:
    """« /J#61vaScript » is the same name as « /JavaScript »."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data


def _acts_once_unfolded(content: bytes) -> bool:
    """Whether a compressed part says so: objects may be written inside one."""
    left, unread = MAX_UNFOLDED, 3 * len(content) + MAX_STREAMS * _FEED
    for number, start in enumerate(_STREAM.finditer(content)):
        tail = b""
        for fed, piece in _unfolded(content, start.end()):
            left, unread = left - len(piece), unread - fed
            if left < 0 or unread < 0:
                raise ValidationError(
                    "Ce PDF est trop lourd une fois ouvert\u00a0: envoyez-en une version plus légère.",
                    code="bomb",
                )
            if _ACTIVE.search(_unescaped(tail + piece)):
                return True
            tail = (tail + piece)[-_OVERLAP:]
        if number == MAX_STREAMS:
            raise ValidationError(f"Ce PDF ne peut pas être vérifié\u00a0: {_AGAIN}", code="unreadable")
    return False


def _unfolded(content: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """What a compressed part holds, piece by piece, and how much was read for each; a damaged end hides nothing before it."""
    unfold, folded = zlib.decompressobj(), b""
    while not unfold.eof:
        fed = 0
        if not folded:
            folded = content[place : place + _FEED]
            place, fed = place + _FEED, len(folded)
            if not folded:
                return
        before = unfold.copy()
        try:
            piece = unfold.decompress(folded, _CHUNK)
        except zlib.error:
            yield from _until_damage(before, folded)
            return
        folded = unfold.unconsumed_tail
        yield fed, piece


def _until_damage(unfold: Any, folded: bytes) -> Iterator[tuple[int, bytes]]:
    """What comes out before the first byte that cannot be read, found by halves."""
    while folded:
        half = (len(folded) + 1) // 2
        further = unfold.copy()
        try:
            yield half, further.decompress(folded[:half])
        except zlib.error:
            if half == 1:
                return
            folded = folded[:half]
        else:
            unfold, folded = further, folded[half:]
