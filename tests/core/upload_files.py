"""Files made by code: the honest ones that people send, and what somebody could send in their place."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)


def zipped(parts: dict[str, bytes], *, comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.comment = comment
    return into.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def docx(*, link: str = "") -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Lettre de soutien", 1)
    document.add_paragraph("Le Département s’engage.")
    document.add_table(rows=2, cols=2)
    document.add_picture(BytesIO(png()))
    into = BytesIO()
    document.save(into)
    if not link:
        return into.getvalue()
    return with_relation(into.getvalue(), "word/_rels/document.xml.rels", "hyperlink", link)


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    return zipped({**parts_of(content), name: data})


def with_relation(content: bytes, part: str, kind: str, target: str, mode: str = "External") -> bytes:
    """The same document, with one more link of a part to something."""
    parts = parts_of(content)
    empty = f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode()
    line = f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    parts[part] = parts.get(part, empty).replace(b"</Relationships>", line.encode() + b"</Relationships>")
    return zipped(parts)


def with_body(content: bytes, xml: str) -> bytes:
    """The same DOCX, with a paragraph more."""
    parts = parts_of(content)
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)
    return zipped(parts)


def field(*pieces: str) -> str:
    """A field of Word, its instruction cut in runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def xlsx(*, formula: str = "=SUM(A1:A2)") -> bytes:
    import xlsxwriter

    into = BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Budget")
        sheet.write_column("A1", [120, 340])
        sheet.write_formula("A3", formula)
        sheet.write_url("B1", "https://exemple.fr/")
        sheet.insert_image("D1", "logo.png", {"image_data": BytesIO(png())})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Budget!$A$1:$A$2"})
        sheet.insert_chart("F1", chart)
    return into.getvalue()


def odt(*, body: str = "", extra: dict[str, bytes] | None = None, mimetype: str = ODT_TYPE) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODT_SPACES} office:version="1.3">'
        f"<office:scripts/><office:body><office:text><text:p>Bonjour.</text:p>{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT_TYPE}"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": mimetype.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
            **(extra or {}),
        }
    )


def png(size: tuple[int, int] = (60, 40), mode: str = "RGB", **saved: Any) -> bytes:
    return _picture("PNG", size, mode, **saved)


def jpg(size: tuple[int, int] = (60, 40), mode: str = "RGB", **saved: Any) -> bytes:
    return _picture("JPEG", size, mode, **saved)


def _picture(form: str, size: tuple[int, int], mode: str, **saved: Any) -> bytes:
    from PIL import Image

    into = BytesIO()
    gradient = Image.linear_gradient("L").resize(size)
    gradient.convert(mode).save(into, form, **saved)
    return into.getvalue()


def located_jpg() -> bytes:
    """A photograph that says where, when and with what it was taken, and which way up."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0110] = "Appareil de Camille"
    exif[0x0112] = 6  # turned a quarter
    exif.get_ifd(0x8825)[1] = "N"
    return jpg((60, 40), exif=exif, comment=b"secret du commentaire")


def typst_pdf(folder: Path) -> bytes:
    import typst

    source = folder / "honest.typ"
    source.write_text(
        '#set document(title: "Projet")\n= Projet\n#link("https://exemple.fr")[Le site] et #lorem(400)'
    )
    return bytes(typst.compile(str(source)))


def pdf(*objects: str, after: bytes = b"\n", header: str = "%PDF-1.7") -> bytes:
    """A small PDF written by hand, its objects one after the other."""
    lines = [
        header,
        "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj",
        "2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj",
    ]
    lines += [f"{rank} 0 obj\n{text}\nendobj" for rank, text in enumerate(objects, start=3)]
    lines.append("trailer\n<< /Root 1 0 R /Size 9 >>\nstartxref\n0\n%%EOF")
    return "\n".join(lines).encode("latin-1") + after


def folded_pdf(
    text: str, *, filters: str = "/FlateDecode", kind: str = "/ObjStm", damaged: bool = False
) -> bytes:
    """A PDF whose objects are inside a compressed part."""
    data = zlib.compress(text.encode())
    if damaged:
        data = data[:-4] + b"\0\0\0\0"
    head = f"<< /Type {kind} /Filter {filters} /Length {len(data)} >>\nstream\n".encode()
    end = b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF"
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n3 0 obj\n"
        + head
        + data
        + b"\nendstream\nendobj\n"
        + end
    )


def encrypted_pdf(folder: Path) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(typst_pdf(folder))))
    writer.encrypt("secret", algorithm="AES-128")
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def scripted_pdf(folder: Path) -> bytes:
    """A PDF that a library wrote, with a script that runs when it opens."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(BytesIO(typst_pdf(folder))))
    action = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def carrying_pdf(folder: Path) -> bytes:
    """A PDF that carries a program."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(typst_pdf(folder))))
    writer.add_attachment("facture.exe", b"MZ\x90")
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A picture that announces itself enormous, and weighs nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )
