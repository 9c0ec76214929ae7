"""The files of a shared diagnosis: what people wrote is read there as words, and whom to write to is said."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.utils import timezone
from lxml import etree
from pypdf import PdfReader

from maillage.sharing.downloads import DOWNLOADS
from maillage.sharing.freezing import thawed
from maillage.sharing.levels import Level
from maillage.sharing.models import SharedDiagnosis
from maillage.sharing.queries.publication import cover_of, frozen_today
from maillage.sharing.services import writing
from tests.sharing import restitution as play

HOSTILE = '#eval("1") <script>alert(1)</script> #read("/etc/passwd") *gras* $x$ {{ 7|add:7 }} =cmd|x'
CONTACT = "contact@exemple.fr"
SOURCE = {"source_kind": "WORKSHOP", "source": HOSTILE, "voice": "PARENTS"}


@pytest.fixture
def shared(territory: Any) -> SharedDiagnosis:
    territory.programme.facilitator_contact = CONTACT
    territory.programme.save()
    return play.make_shared(territory, size=3)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _words(made: bytes) -> str:
    """Everything that is read in a file, without its spaces."""
    if made.startswith(b"%PDF"):
        return _squeezed("".join(each.extract_text() for each in PdfReader(io.BytesIO(made)).pages))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        trees = [etree.fromstring(parts.read(name)) for name in parts.namelist() if name.endswith(".xml")]
    return _squeezed("".join(text for tree in trees for text in tree.itertext()))


def _made(shared: SharedDiagnosis) -> dict[str, bytes]:
    sections = thawed(frozen_today(shared), upto=Level.NAMED, public=False)
    cover = cover_of(shared, timezone.now())
    return {key: each.writer()(cover, sections) for key, each in DOWNLOADS.items()}  # type: ignore[misc]


def test_hostile_words_are_words_in_every_file(shared: SharedDiagnosis) -> None:
    for chapter, kind in (("COOPERATION", "FINDING"), ("PRIORITIES", "PRIORITY")):
        writing.add_passage(shared=shared, chapter=chapter, kind=kind, text=HOSTILE, user=None, **SOURCE)
    subject = writing.add_passage(
        shared=shared, chapter="COOPERATION", kind="DISAGREEMENT", text=HOSTILE, user=None
    ).revision.passage
    writing.add_passage(
        shared=shared,
        chapter="COOPERATION",
        kind="STANCE",
        text=HOSTILE,
        user=None,
        parent=subject,
        voice="PARENTS",
    )

    made = _made(shared)
    archive = made.pop("archive")
    for key, file in made.items():
        read = _words(file)
        assert '#eval("1")<script>alert(1)</script>' in read, key
        assert "root:" not in read, key
    assert _words(made["pdf"]).count(_squeezed(HOSTILE)) >= len(("finding", "subject", "stance", "priority"))
    with zipfile.ZipFile(io.BytesIO(archive)) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".html")]
    assert any("&lt;script&gt;alert(1)" in page for page in pages)
    assert not any("<script>alert" in page for page in pages)


def test_what_hangs_on_a_wall_says_whom_to_write_to(shared: SharedDiagnosis) -> None:
    made = _made(shared)
    for key in ("diapositives", "affiche", "resume"):
        assert CONTACT in _words(made[key]), key
