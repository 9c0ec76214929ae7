"""What is let in and what is not, on real files made here."""

from __future__ import annotations

import random
import socket
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile

from maillage.calls.models import Attachment
from maillage.core.uploads import Accepted, accept, random_name, serve
from maillage.core.uploads.names import MAX_NAME, clean_name
from tests.core import upload_files as made
from tests.core.hostile_files import HOSTILE


def _sent(content: bytes, name: str = "fichier.bin") -> Accepted:
    return accept(SimpleUploadedFile(name, content))


# --- What people send -----------------------------------------------------------------------------------

HONEST: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "typst": ("pdf", made.typst_pdf),
    "hand-made pdf": ("pdf", lambda _: made.pdf()),
    "pdf with a bookmark on opening": ("pdf", lambda _: made.pdf("<< /OpenAction [2 0 R /Fit] >>")),
    "pdf with a web link": ("pdf", lambda _: made.pdf("<< /S /URI /URI (https://exemple.fr/) >>")),
    "folded pdf": ("pdf", lambda _: made.folded_pdf("5 0 << /Type /Page >>")),
    "png": ("png", lambda _: made.png()),
    "png see-through": ("png", lambda _: made.png(mode="RGBA")),
    "png palette": ("png", lambda _: made.png(mode="P")),
    "png in sixteen bits": ("png", lambda _: made.png(mode="I;16")),
    "png black and white": ("png", lambda _: made.png(mode="1")),
    "jpeg": ("jpg", lambda _: made.jpg()),
    "jpeg grey": ("jpg", lambda _: made.jpg(mode="L")),
    "jpeg for print": ("jpg", lambda _: made.jpg(mode="CMYK")),
    "jpeg progressive": ("jpg", lambda _: made.jpg(progressive=True)),
    "jpeg of a telephone": ("jpg", lambda _: made.located_jpg()),
    "docx": ("docx", lambda _: made.docx()),
    "docx with a web link": ("docx", lambda _: made.docx(link="https://exemple.fr/link")),
    "docx with a mail link": ("docx", lambda _: made.docx(link="mailto:ville@exemple.fr")),
    "docx made from a template": (
        "docx",
        lambda _: made.with_relation(
            made.docx(),
            "word/_rels/settings.xml.rels",
            "attachedTemplate",
            "file:///C:\\Modeles\\Lettre.dotx",
        ),
    ),
    "docx with page numbers": (
        "docx",
        lambda _: made.with_body(made.docx(), made.field(" PAGE ", r"\* MERGEFORMAT")),
    ),
    "docx with a link field": (
        "docx",
        lambda _: made.with_body(made.docx(), made.field(' HYPERLINK "https://exemple.fr/link" ')),
    ),
    "docx with a drawing": (
        "docx",
        lambda _: made.with_part(
            made.docx(),
            "word/media/a.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,AA=="/><use href="#a"/></svg>',
        ),
    ),
    "xlsx": ("xlsx", lambda _: made.xlsx()),
    "xlsx with a link formula": (
        "xlsx",
        lambda _: made.xlsx(formula='=HYPERLINK("https://exemple.fr/","Site")'),
    ),
    "odt": ("odt", lambda _: made.odt()),
    "odt with a link": (
        "odt",
        lambda _: made.odt(body='<text:a xlink:href="https://exemple.fr/">Site</text:a>'),
    ),
    "odt with a picture": (
        "odt",
        lambda _: made.odt(
            body='<draw:image xlink:href="Pictures/a.png"/>', extra={"Pictures/a.png": made.png()}
        ),
    ),
}


@pytest.mark.parametrize("case", HONEST)
def test_honest_files_are_kept(case: str, tmp_path: Path) -> None:
    kind, make = HONEST[case]
    kept = _sent(make(tmp_path), "Lettre du Département.bin")
    assert (kept.kind, kept.name) == (kind, f"Lettre du Département.{kind}")
    assert kept.size == len(kept.content) > 0


def test_documents_are_kept_to_the_byte(tmp_path: Path) -> None:
    for content in (made.typst_pdf(tmp_path), made.docx(), made.xlsx(), made.odt()):
        assert _sent(content).content == content


def test_a_picture_says_no_more_where_and_when_and_stands_upright() -> None:
    from PIL import Image

    sent = made.located_jpg()
    assert b"Camille" in sent
    kept = _sent(sent).content
    assert b"Camille" not in kept
    assert b"secret" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 60)


def test_a_picture_is_brought_to_a_size_that_is_enough() -> None:
    from PIL import Image

    with Image.open(BytesIO(_sent(made.png((6000, 300))).content)) as picture:
        assert picture.size == (4000, 200)


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", made.zipped({"a.exe": b"MZ"}), b"<?php x"])
@pytest.mark.parametrize("picture", [made.png(), made.jpg()])
def test_what_follows_a_picture_is_left_outside(picture: bytes, tail: bytes) -> None:
    kept = _sent(picture + tail).content
    assert tail not in kept
    assert not zipfile.is_zipfile(BytesIO(kept))


# --- What somebody could send ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_in_one_sentence(case: str, tmp_path: Path) -> None:
    content = HOSTILE[case](tmp_path)
    for name in ("projet.pdf", "photo.png", "lettre.docx"):
        with pytest.raises(ValidationError) as refused:
            _sent(content, name)
    (sentence,) = refused.value.messages
    assert "\u00a0: " in sentence
    assert sentence.endswith(".")


def test_enough_hostile_files() -> None:
    assert len(HOSTILE) >= 60


def test_a_damaged_file_is_a_sentence_and_never_a_failure(tmp_path: Path) -> None:
    chance = random.Random(23)
    sources = [
        made.typst_pdf(tmp_path),
        made.png(mode="P"),
        made.located_jpg(),
        made.docx(),
        made.xlsx(),
        made.odt(),
    ]
    kept = 0
    for _ in range(300):
        damaged = bytearray(chance.choice(sources))
        for _ in range(chance.choice((1, 3, 20))):
            place = min(chance.randrange(len(damaged)), chance.choice((400, len(damaged))) - 1)
            damaged[place] = chance.randrange(256)
        with suppress(ValidationError):
            kept += bool(_sent(bytes(damaged)).content)
    assert 0 < kept < 300


# --- Names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Lettre du Département.pdf", "Lettre du Département.pdf"),
        ("1.2 Lettre de M. Préfet.PDF", "1.2 Lettre de M. Préfet.pdf"),
        ("facture.pdf.exe", "facture.pdf"),
        ("facture.exe.pdf", "facture_exe.pdf"),
        ("photo.php.jpg", "photo_php.pdf"),
        ("projet.pdf.pdf", "projet.pdf"),
        ("\u202egpj.exe", "gpj.pdf"),
        ("photo\u202egnp.exe", "photognp.pdf"),
        ("a\u200bb\u2066c\ufeff.pdf", "abc.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Windows\\a.pdf", "a.pdf"),
        ('a"; b=<c>.pdf', "a_; b=_c_.pdf"),
        (".pdf", "document.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("\u202e", "document.pdf"),
        ("E\u0301tat.pdf", "État.pdf"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_name(given, "pdf") == kept


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("é" * 300 + ".pdf", "pdf")
    assert len(name) == MAX_NAME
    assert name.endswith("é.pdf")


def test_random_names_say_nothing() -> None:
    assert random_name("pdf") != random_name("pdf")
    assert len(random_name("docx")) == 32 + len(".docx")


# --- Kept and given back ------------------------------------------------------------------------------------


def _kept(content: bytes) -> FieldFile:
    attachment = Attachment()
    attachment.file.save(random_name("pdf"), ContentFile(content), save=False)
    return attachment.file


def test_a_kept_file_is_downloaded_and_never_shown() -> None:
    response = serve(_kept(made.pdf()), name="Étude\u202e « 1 ».pdf", kind="pdf")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%89tude")
    assert "%E2%80%AE" not in response["Content-Disposition"]
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"
    assert response.content == made.pdf()


def test_a_file_that_the_disk_lost_is_told_in_one_sentence(caplog: pytest.LogCaptureFixture) -> None:
    lost = _kept(made.pdf())
    Path(lost.path).unlink()
    response = serve(lost, name="lettre.pdf", kind="pdf")
    assert response.status_code == 410
    assert "le serveur ne le retrouve plus" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert lost.name in caplog.text


def test_a_file_is_on_the_disk_before_it_has_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every byte is flushed, then the name given, then the folder flushed: the order that survives a power cut."""
    import os

    done: list[str] = []
    flush, rename = os.fsync, Path.replace

    def flushed(handle: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112
        flush(handle)

    def renamed(self: Path, target: Any) -> Path:
        done.append("name")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", renamed)
    name = default_storage.save(f"candidatures/{random_name('pdf')}", ContentFile(b"x" * 100_000))
    assert done[-3:] == ["file", "name", "folder"]
    path = Path(default_storage.path(name))
    assert path.read_bytes() == b"x" * 100_000
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o077 == 0


def test_a_write_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cut(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        default_storage.save(f"candidatures/{random_name('pdf')}", Cut(b"half"))
    assert not list(Path(default_storage.path("candidatures")).iterdir())


# --- An antivirus ---------------------------------------------------------------------------------------------


@pytest.fixture
def clamd(settings: Any) -> Iterator[list[bytes]]:
    """A server that speaks clamd's INSTREAM on a real socket, and finds what is called EICAR."""
    seen: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"

    def exactly(line: socket.socket, count: int) -> bytes:
        data = b""
        while len(data) < count:
            data += line.recv(count - len(data))
        return data

    def answer() -> None:
        line, _ = server.accept()
        with line:
            assert exactly(line, 10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", exactly(line, 4))[0]:
                content += exactly(line, size)
            seen.append(content)
            line.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in content else b"stream: OK\0")

    served = threading.Thread(target=answer, daemon=True)
    served.start()
    yield seen
    served.join(timeout=10)
    server.close()


def test_the_antivirus_sees_the_whole_file(clamd: list[bytes]) -> None:
    content = made.pdf("(" + "a" * 200_000 + ")")
    assert _sent(content).content == content
    assert clamd == [content]


def test_what_the_antivirus_refuses_is_refused(clamd: list[bytes]) -> None:
    with pytest.raises(ValidationError, match="antivirus"):
        _sent(made.pdf("(EICAR)"))


def test_an_antivirus_that_does_not_answer_lets_nothing_in(settings: Any, tmp_path: Path) -> None:
    for where in (str(tmp_path / "absent.ctl"), "127.0.0.1:9"):
        settings.CLAMD = where
        with pytest.raises(ValidationError, match="réessayez"):
            _sent(made.pdf())
