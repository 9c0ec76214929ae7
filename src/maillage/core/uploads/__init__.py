"""Files that strangers send us: what is let in, under which name it is kept, how it is given back.

A file is judged by what it holds, never by its name. What comes in cannot run anything, reach out for anything, nor hide
anything: pictures are drawn again, the rest is refused with one sentence that says what to do. What goes out is always
downloaded, never shown in the page's place.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from maillage.core.uploads import office, pdf, pictures
from maillage.core.uploads.antivirus import refuse_infected
from maillage.core.uploads.names import clean_name

log = logging.getLogger(__name__)

MAX_BYTES: Final = 10 * 1024 * 1024
MIME: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ACCEPT: Final = ".pdf,.png,.jpg,.jpeg,.odt,.docx,.xlsx"  # for the `accept` of a field: a help, not a guard
HELP: Final = "PDF, PNG, JPEG, ODT, DOCX ou XLSX, 10\u00a0Mo au plus."

# What a file that we do not take begins with, and what its owner can do.
_INSTEAD: Final[tuple[tuple[bytes, str], ...]] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "Ce fichier est dans un ancien format de bureautique, ou protégé par un mot de passe\u00a0: enregistrez-le sans mot"
        " de passe au format DOCX, XLSX ou PDF.",
    ),
    (b"GIF8", "Les images GIF ne sont pas acceptées\u00a0: enregistrez celle-ci en PNG ou en JPEG."),
    (b"RIFF", "Les images WebP ne sont pas acceptées\u00a0: enregistrez celle-ci en PNG ou en JPEG."),
    (b"{\\rtf", "Le format RTF n’est pas accepté\u00a0: enregistrez ce document en DOCX, en ODT ou en PDF."),
)
_UNKNOWN: Final = "Ce format n’est pas accepté\u00a0: envoyez un PDF, une image PNG ou JPEG, ou un document ODT, DOCX ou XLSX."


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: its content as we keep it, and the name it is given back under."""

    content: bytes
    name: str
    kind: str
    size: int


def accept(upload: UploadedFile) -> Accepted:
    """Judge a file by what it holds; a ValidationError says in one sentence why not, and what to do."""
    content = _read(upload)
    refuse_infected(content)
    kind, keep = _judge_of(content)
    kept, kind = keep(content, kind)
    if len(kept) > MAX_BYTES:
        raise ValidationError(
            "Cette image est trop grande\u00a0: réduisez-la, ou enregistrez-la en JPEG.", code="size"
        )
    return Accepted(content=kept, name=clean_name(upload.name or "", kind), kind=kind, size=len(kept))


def serve(file: FieldFile, *, name: str, kind: str) -> HttpResponse:
    """Give a kept file back: downloaded under its name, never opened in the page's place, never kept on the way.
    A file that the disk has lost is said in one sentence, and to whoever reads the logs."""
    try:
        with file.open("rb") as kept:
            response = HttpResponse(kept.read(), content_type=MIME[kind])
    except FileNotFoundError:
        log.exception("a kept file is no longer on the disk: %s", file.name)
        gone = render_to_string("core/errors/410.html")
        return HttpResponse(gone, status=410, headers={"Cache-Control": "no-store"})
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=clean_name(name, kind)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


def random_name(kind: str) -> str:
    """The name of a file on the disk: it says nothing, and nobody guesses it."""
    return f"{secrets.token_hex(16)}.{kind}"


def _read(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > MAX_BYTES:
        content = b"." * (MAX_BYTES + 1)
    else:
        upload.seek(0)
        content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValidationError(
            "Ce fichier dépasse 10\u00a0Mo\u00a0: envoyez-en une version plus légère.", code="size"
        )
    if not content:
        raise ValidationError(
            "Ce fichier est vide\u00a0: vérifiez qu’il s’ouvre chez vous, puis envoyez-le à nouveau.",
            code="empty",
        )
    return content


def _judge_of(content: bytes) -> tuple[str, Callable[[bytes, str], tuple[bytes, str]]]:
    """Who judges a file that begins like this one."""
    if content.startswith(b"%PDF-"):
        return "pdf", pdf.keep
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", pictures.keep
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg", pictures.keep
    if content.startswith(b"PK\x03\x04"):
        return "zip", office.keep
    if content[4:8] == b"ftyp":
        raise ValidationError(
            "Ce format d’image ou de vidéo n’est pas accepté\u00a0: enregistrez l’image en JPEG.", code="kind"
        )
    raise ValidationError(
        next((instead for start, instead in _INSTEAD if content.startswith(start)), _UNKNOWN), code="kind"
    )
