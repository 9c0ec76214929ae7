"""The word processor's side of a document: its styles, its fields, its tables. It knows nothing of what is written.

Tables are written as XML in one go: cell by cell, those of 150 actors would take as long as all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from maillage.core.typography import NBSP
from maillage.diagnosis.blocks import Table
from maillage.diagnosis.render.parts import clean, describe, title_of

FONT: Final = "Calibri"  # on every desk; ours is on few
INK, SOFT, BLUE, RULE, TINT = "1B2A41", "5C6675", "0B5CAD", "D5DAE1", "EEF4FB"
ONE_PIECE: Final = 12  # lines of a table that stays on one page
WIDE: Final = 9354  # twentieths of a point between the margins of an A4 page: 16.5 cm
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS: Final = f'xmlns:w="{W}"'
# Size, colour, bold, space before and after, of the styles that the word processor has already.
KNOWN: Final[dict[str, tuple[float, str | None, bool, float, float]]] = {
    "Normal": (11, None, False, 0, 7),
    "Title": (30, INK, True, 150, 4),
    "Subtitle": (20, INK, False, 0, 16),
    "Heading 1": (18, INK, True, 22, 8),
    "Heading 2": (14, INK, True, 16, 6),
    "Heading 3": (12, INK, True, 12, 4),
    "TOC Heading": (18, INK, True, 0, 10),
    "Caption": (9.5, SOFT, False, 10, 4),
    "List Bullet": (11, None, False, 0, 3),
    "Quote": (11, INK, False, 6, 2),
    "Footer": (9, SOFT, False, 0, 0),
}
# Those that this document adds: the same, and what surrounds them.
OURS: Final[dict[str, tuple[float, str | None, bool, float, float, str]]] = {
    "Chapeau": (13, BLUE, True, 0, 8, ""),
    "Chiffre": (11, None, False, 10, 2, ""),
    "Lecture": (9.5, SOFT, False, 0, 6, ""),
    "Passeport": (7.5, SOFT, False, 3, 8, ""),
    "Note du groupe": (11, None, False, 8, 2, "left:BLUE"),
    "Source": (9.5, SOFT, False, 0, 10, "left:BLUE"),
    "À discuter": (11, None, False, 10, 10, "fill"),
    "Non montré": (11, SOFT, False, 8, 8, "left:RULE"),
    "Désaccord": (11, None, False, 12, 4, "top"),
    "toc 1": (11, None, True, 6, 2, ""),
    "toc 2": (11, None, False, 0, 2, "indent"),
}
AROUND: Final = {
    "left:BLUE": f'<w:pBdr {NS}><w:left w:val="single" w:sz="18" w:space="8" w:color="{BLUE}"/></w:pBdr>',
    "left:RULE": f'<w:pBdr {NS}><w:left w:val="single" w:sz="18" w:space="8" w:color="{RULE}"/></w:pBdr>',
    "top": f'<w:pBdr {NS}><w:top w:val="single" w:sz="6" w:space="6" w:color="{SOFT}"/></w:pBdr>',
    "fill": f'<w:shd {NS} w:val="clear" w:color="auto" w:fill="{TINT}"/>',
}


def dress(document: Any, cover: Mapping[str, str]) -> None:
    """A4, French, our styles, numbered titles, a page number on all but the first page."""
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.25)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.2)
    page.different_first_page_header_footer = True
    for name, look in KNOWN.items():
        _look(document.styles[name], *look)
    for name, ours in OURS.items():
        style = document.styles.add_style(name, 1, builtin=name.startswith("toc"))
        style.base_style = document.styles["Normal"]
        _look(style, *ours[:5])
        _surround(style, ours[5])
    _speak_french(document)
    _number_titles(document)
    describe(document.core_properties, cover)
    _foot(page, cover)


def _look(style: Any, size: float, colour: str | None, bold: bool, before: float, after: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    for border in style.element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.12


def _surround(style: Any, around: str) -> None:
    from docx.oxml import parse_xml
    from docx.shared import Pt

    if around == "indent" or around.startswith("left"):
        style.paragraph_format.left_indent = Pt(14)
    style.paragraph_format.keep_with_next = style.name == "Chapeau"
    if around in {"fill", "top"}:
        style.paragraph_format.keep_together = True
    if around in AROUND:
        layout = style.element.get_or_add_pPr()
        # Their place is fixed: after what keeps lines together, before the space around.
        first = next((each for each in layout if not each.tag.endswith(("keepNext", "keepLines"))), None)
        made = parse_xml(AROUND[around])
        layout.append(made) if first is None else first.addprevious(made)


def _speak_french(document: Any) -> None:
    """The language of every word, and a file that word processors of today open as one of theirs."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "fr-FR")
    settings = document.settings.element
    for old in settings.xpath("./w:compat"):
        settings.replace(old, parse_xml(
            f'<w:compat {NS}><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        ))  # fmt: skip
    for lang in settings.xpath("./w:themeFontLang"):
        lang.set(qn("w:val"), "fr-FR")


def _number_titles(document: Any) -> None:
    """« 1 », « 1.1 »: a list of the word processor's own, so that a title moved is numbered again."""
    from docx.oxml import parse_xml

    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{n + 1}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{".".join(f"%{k + 1}" for k in range(n + 1))}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for n in range(3)
    )
    numbering = document.part.numbering_part.element
    made = parse_xml(
        f'<w:abstractNum {NS} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, made)
    numbering.append(parse_xml(f'<w:num {NS} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for n in range(3):
        layout = document.styles[f"Heading {n + 1}"].element.get_or_add_pPr()
        number = layout.get_or_add_numPr()
        number.get_or_add_ilvl().val, number.get_or_add_numId().val = n, 90
    bare = document.styles["TOC Heading"].element.get_or_add_pPr().get_or_add_numPr()
    bare.get_or_add_numId().val = 0  # it comes from the first level of titles, without its number


def _foot(page: Any, cover: Mapping[str, str]) -> None:
    line = page.footer.paragraphs[0]
    line.add_run(clean(title_of(cover)) + f" – page{NBSP}")
    line._p.append(field("PAGE", "2"))
    line.add_run(f"{NBSP}sur{NBSP}")
    line._p.append(field("NUMPAGES", "2"))


def field(code: str, shown: str) -> Any:
    """Something that the word processor counts, and what it shows until then."""
    from docx.oxml import parse_xml

    return parse_xml(f'<w:fldSimple {NS} w:instr="{code}"><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>')


def contents(document: Any, titles: Sequence[tuple[int, str, str]]) -> None:
    """The table of contents: the field of the word processor, filled in. titles: level, text, bookmark.

    Filled in, it is right at once; asking for the update on opening would greet everybody with a question about fields.
    """
    from docx.oxml import parse_xml

    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>{char("separate")}'
    for place, (level, text, mark) in enumerate(titles):
        opening = char("begin") + code if place == 0 else ""
        closing = char("end") if place == len(titles) - 1 else ""
        line = document.add_paragraph(style=f"toc {level}")
        told = f'<w:hyperlink w:anchor="{mark}" w:history="1">{_runs(text)}</w:hyperlink>'
        for each in parse_xml(f"<w:p {NS}>{opening}{told}{closing}</w:p>"):
            line._p.append(each)


def mark(paragraph: Any, name: str, number: int) -> None:
    """A place that the table of contents leads to."""
    from docx.oxml import parse_xml

    first = next(each for each in paragraph._p if each.tag.endswith("}r"))
    first.addprevious(parse_xml(f'<w:bookmarkStart {NS} w:id="{number}" w:name="{name}"/>'))
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {NS} w:id="{number}"/>'))


def add_table(document: Any, block: Table) -> None:
    """A table whose first line comes again on each page; no line is cut in two, nor a short table."""
    from docx.oxml import parse_xml

    size = 16 if block.listing else 18 if len(block.columns) > 6 else 20
    widths = _widths(block, size)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    whole = len(block.rows) <= ONE_PIECE
    lines = [_row(block.columns, block, widths, size, head=True)]
    lines += [_row(row, block, widths, size, held=whole) for row in block.rows[:-1]]
    lines += [_row(row, block, widths, size) for row in block.rows[-1:]]
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    table = (
        f'<w:tbl {NS}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders><w:top {rule}/><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={_quoted(block.caption)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )
    document.element.body.insert_element_before(parse_xml(table), "w:sectPr")


def _widths(block: Table, size: int) -> list[int]:
    """Numbers take what they need, words share the rest in proportion; no column is under its longest word."""
    letter = size * 6.2  # a letter of this size, in twentieths of a point
    least, whole = [], []
    for place, title in enumerate(block.columns):
        cells = [title, *(row[place] for row in block.rows)]
        word = max(min(len(word), 24) for cell in cells for word in cell.split(" "))
        most = min(max(map(len, cells)), 24 if place in block.numeric else 60)
        least.append((most if place in block.numeric and len(block.columns) < 7 else word) * letter + 170)
        whole.append(least[-1] if place in block.numeric else max(word, most) * letter + 170)
    free = WIDE - sum(least)
    wished = sum(whole) - sum(least)
    if free <= 0 or not wished:
        total = sum(whole)
        return [int(WIDE * each / total) for each in whole]
    return [int(low + free * (most - low) / wished) for low, most in zip(least, whole, strict=True)]


def _row(
    cells: Sequence[str],
    block: Table,
    widths: Sequence[int],
    size: int,
    head: bool = False,
    held: bool = False,
) -> str:
    made = []
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        side = '<w:jc w:val="right"/>' if place in block.numeric else ""
        look = ("<w:b/>" if head else "") + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        follow = "<w:keepNext/>" if head or held else ""
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{follow}'
            f'<w:spacing w:before="0" w:after="0"/>{side}</w:pPr>{_runs(cell, look)}</w:p></w:tc>'
        )
    kind = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{kind}</w:trPr>{''.join(made)}</w:tr>"


def _runs(text: str, look: str = "") -> str:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(each) for each in clean(text).split("\n"))
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r>'


def _quoted(text: str) -> str:
    return '"' + escape(clean(text), {'"': "&quot;", "\n": " "}) + '"'
