"""The convention of an accepted place, as a document that its parties go on writing in their word processor.

The same convention gives the same bytes. What is not known is left to be filled in, never guessed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, Final

from django.utils.formats import date_format

from maillage.core.typography import NBSP

INK: Final = "1F2A44"
FONT: Final = "Calibri"
TO_FILL: Final = "à compléter"
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # what a zip knows of the beginning of time


@dataclass(frozen=True)
class Party:
    """Who signs: a structure, as what, and by whom."""

    quality: str  # « Copilote », « Département »
    structure: str
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Convention:
    """What a convention says that another does not."""

    programme: str
    call: str
    territory: str
    communes: Sequence[str]
    quarters: Sequence[str]
    facilitator: Party
    co_pilots: Sequence[Party]
    department: Party
    starts_on: date
    ends_on: date
    phases: Sequence[str] = ()
    made_on: date


Article = tuple[str, Sequence[str], Sequence[str]]  # title, paragraphs, list


def convention_docx(convention: Convention) -> bytes:
    """The convention as a DOCX, with real headings, lists and tables."""
    from docx import Document

    document = Document()
    _dress(document, convention)
    document.add_paragraph("Convention de participation", style="Title")
    document.add_paragraph(f"{convention.programme} — {convention.territory}", style="Subtitle")
    document.add_heading("Entre", level=1)
    _parties(document, _signing(convention))
    document.add_heading("Pourquoi cette convention", level=1)
    document.add_paragraph(_preamble(convention))
    for number, (title, paragraphs, points) in enumerate(_articles(convention), start=1):
        document.add_heading(f"Article {number} – {title}", level=1)
        for text in paragraphs:
            document.add_paragraph(text)
        for text in points:
            document.add_paragraph(text, style="List Bullet")
    document.add_heading("Signatures", level=1)
    document.add_paragraph(
        f"Fait à …………………………, le …………………………, en {len(_signing(convention))} exemplaires."
    ).paragraph_format.keep_with_next = True
    _signatures(document, _signing(convention))
    return _settled(document)


def convention_name(convention: Convention) -> str:
    """The name under which it is downloaded."""
    return f"Convention – {convention.territory}.docx"


# --- What it says -------------------------------------------------------------------------------------------


def _signing(convention: Convention) -> list[Party]:
    return [convention.facilitator, *convention.co_pilots, convention.department]


def _preamble(convention: Convention) -> str:
    return (
        f"Par sa candidature à l’appel «{NBSP}{convention.call}{NBSP}», le territoire a demandé à prendre part à la"
        f" recherche-action «{NBSP}{convention.programme}{NBSP}». Il a été retenu. Cette convention dit ce que chacun fait, ce"
        " que deviennent les réponses, et comment on s’arrête. Elle est un modèle\u00a0: les parties l’adaptent avant de la signer."
    )


def _articles(convention: Convention) -> list[Article]:
    return [
        _subject(convention),
        _perimeter(convention),
        _length(convention),
        _facilitator(),
        _territory(),
        _department(),
        _answers(),
        _non_use(),
        _shared(),
        _end(),
    ]


def _subject(convention: Convention) -> Article:
    return (
        "Objet",
        [
            "Les parties mènent ensemble une recherche-action sur la façon dont les acteurs de l’enfance, de la jeunesse et de la"
            " famille coopèrent sur le territoire. Elles dressent un état des lieux partagé, choisissent des réponses, les"
            " essaient, puis regardent ce qui a changé."
        ],
        [],
    )


def _perimeter(convention: Convention) -> Article:
    points = [f"Commune{'s' if len(convention.communes) > 1 else ''}\u00a0: {_said(convention.communes)}."]
    if convention.quarters:
        plural = "s" if len(convention.quarters) > 1 else ""
        points.append(f"Quartier{plural} prioritaire{plural}\u00a0: {_said(convention.quarters)}.")
    return (
        "Périmètre",
        [f"Le territoire «{NBSP}{convention.territory}{NBSP}» comprend\u00a0:"],
        points,
    )


def _length(convention: Convention) -> Article:
    said = f"La convention court du {_day(convention.starts_on)} au {_day(convention.ends_on)}. Elle ne se renouvelle pas d’elle-même."
    if not convention.phases:
        return ("Durée", [said], [])
    return (
        "Durée",
        [said, "Elle suit ces étapes, que les parties peuvent modifier ensemble\u00a0:"],
        list(convention.phases),
    )


def _facilitator() -> Article:
    return (
        "Engagements du tiers facilitateur",
        ["Le tiers facilitateur n’appartient à aucune des institutions du territoire. Il s’engage à\u00a0:"],
        [
            "accompagner le territoire à chaque étape, sur place et à distance\u00a0;",
            "arrêter avec les parties la liste des acteurs à qui l’on demande\u00a0;",
            "recueillir les réponses, les garder en sécurité, et n’en montrer que ce que l’article «\u00a0Données\u00a0» permet\u00a0;",
            "rendre un diagnostic lisible, dont chaque chiffre dit ses limites\u00a0;",
            "mettre le territoire en relation avec les autres territoires retenus.",
        ],
    )


def _territory() -> Article:
    return (
        "Engagements du territoire",
        ["Les copilotes s’engagent ensemble à\u00a0:"],
        [
            "désigner chacun une personne qui suit la recherche-action, et dire qui la remplace quand elle part\u00a0;",
            "inviter à répondre tous les acteurs utiles, quelle que soit leur institution ou la nature de leur engagement\u00a0;",
            "laisser chacun libre de répondre ou non, sans que personne sur le territoire sache qui n’a pas répondu\u00a0;",
            "donner le temps nécessaire aux rencontres, et faire une place aux habitants\u00a0;",
            "présenter les résultats à celles et ceux qui ont répondu.",
        ],
    )


def _department() -> Article:
    return (
        "Engagements du Département",
        ["Le Département prend part à la recherche-action. À ce titre\u00a0:"],
        [
            "une personne référente suit les travaux du territoire\u00a0;",
            "ses services présents sur le territoire peuvent répondre, sur leur temps de travail\u00a0;",
            "il prend part à l’état des lieux et au choix des réponses.",
        ],
    )


def _answers() -> Article:
    return (
        "Données",
        [
            "La recherche-action porte sur les liens entre des structures. Aucune donnée sur un enfant, une famille ou une situation"
            " suivie n’est demandée ni reçue\u00a0; ce qui en parlerait dans un texte libre est mis à part, puis effacé."
        ],
        [
            "Une réponse parle d’une structure, d’un service ou d’un collectif, jamais d’une personne.",
            "Répondre est volontaire. Chacun peut retirer ses réponses tant que le diagnostic n’est pas arrêté.",
            "Un chiffre qui ferait reconnaître quelqu’un n’est pas montré. La confiance entre deux structures n’est jamais montrée.",
            "Une structure peut demander à ne pas être nommée.",
            "La base légale, la durée de conservation et la façon d’exercer ses droits sont écrites dans les mentions légales du"
            " programme, que chacun lit avant de répondre.",
        ],
    )


def _non_use() -> Article:
    return (
        "Non-usage",
        [
            "Les résultats servent à comprendre et à mieux coopérer. Les parties s’interdisent de s’en servir pour autre chose, et"
            " en particulier pour\u00a0:"
        ],
        [
            "évaluer une personne, une équipe ou une structure\u00a0;",
            "décider d’une carrière, d’un recrutement, d’une affectation ou d’une sanction\u00a0;",
            "accorder, réduire ou retirer un financement\u00a0;",
            "classer des territoires ou des structures.",
        ],
    )


def _shared() -> Article:
    return (
        "Restitution et publication",
        [
            "Le diagnostic est d’abord présenté sur le territoire. Rien n’est publié au dehors sans l’accord des copilotes et du"
            " Département\u00a0; ce qui l’est ne nomme aucune structure qui ne l’a pas accepté. Chaque partie peut utiliser ce qui est"
            " publié, en citant la recherche-action."
        ],
        [],
    )


def _end() -> Article:
    return (
        "Modifier la convention ou y mettre fin",
        [
            "Une modification se fait par écrit, signée de toutes les parties. Chaque partie peut se retirer, par une lettre adressée"
            " aux autres deux mois avant. Les réponses déjà données restent protégées par les articles «\u00a0Données\u00a0» et"
            " «\u00a0Non-usage\u00a0», qui valent aussi après la fin de la convention. En cas de désaccord, les parties cherchent d’abord"
            " une solution entre elles."
        ],
        [],
    )


def _said(names: Iterable[str]) -> str:
    listed = list(names)
    return " et ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]])) or TO_FILL


def _day(day: date) -> str:
    """« 1er janvier 2027 », its parts kept together."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{date_format(day, 'F')}{NBSP}{day.year}"


# --- How it looks ---------------------------------------------------------------------------------------------


def _dress(document: Any, convention: Convention) -> None:
    """A4, French, plain styles of the word processor, a page number."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.2)
    sizes = {"Normal": 11, "Title": 24, "Subtitle": 14, "Heading 1": 14, "List Bullet": 11}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(INK) if "List" not in name else None
        style.paragraph_format.space_after = Pt(6)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(16)
    for line in document.styles["Title"].element.iter(qn("w:bottom")):
        line.attrib.pop(qn("w:themeColor"), None)
        line.set(qn("w:color"), INK)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "fr-FR")
    about = document.core_properties
    about.title = f"Convention de participation – {convention.territory}"
    about.author, about.comments, about.language = convention.facilitator.structure, "", "fr-FR"
    about.created = about.modified = datetime.combine(convention.made_on, time(), tzinfo=UTC)
    _number_pages(page, convention)


def _number_pages(page: Any, convention: Convention) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    line = page.footer.paragraphs[0]
    line.add_run(f"Convention – {convention.territory} – page{NBSP}")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(OxmlElement("w:r"))
    line._p.append(field)


def _parties(document: Any, parties: Sequence[Party]) -> None:
    table = _table(document, ["Qualité", "Structure", "Représentée par"])
    for party in parties:
        cells = table.add_row().cells
        told = (party.quality, party.structure or TO_FILL, party.person or TO_FILL)
        for cell, text in zip(cells, told, strict=True):
            cell.text = text


def _signatures(document: Any, parties: Sequence[Party]) -> None:
    from docx.shared import Cm

    table = _table(document, ["Pour", "Nom, fonction et signature"])
    for party in parties:
        row = table.add_row()
        row.height = Cm(2.2)
        told = party.quality.casefold()
        structure = party.structure or TO_FILL
        row.cells[0].text = structure if told in structure.casefold() else f"{structure} ({told})"


def _table(document: Any, titles: Sequence[str]) -> Any:
    """A table whose first line is its header, told as such and repeated on each page."""
    from docx.oxml import OxmlElement

    table = document.add_table(rows=1, cols=len(titles), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(title).bold = True
    return table


def _settled(document: Any) -> bytes:
    """The file without the hour it was made at: the same convention gives the same bytes."""
    made, settled = BytesIO(), BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(settled, "w") as kept:
        for name in parts.namelist():
            kept.writestr(zipfile.ZipInfo(name, EPOCH), parts.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
