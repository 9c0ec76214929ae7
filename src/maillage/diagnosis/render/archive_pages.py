"""The page of an archive: plain HTML, everything that people wrote escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from maillage.core.typography import plural
from maillage.diagnosis.blocks import (
    Block,
    Disagreement,
    Figure,
    Heading,
    KeyFigure,
    Note,
    Paragraph,
    Question,
    Quote,
    Table,
    Withheld,
)
from maillage.diagnosis.render.parts import Part, clean, source_of, title_of


def page(title: str, body: SafeString) -> str:
    """A page that asks nothing of anybody: a policy in it forbids all but its own style and its own pictures."""
    made = format_html(
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self' file:; img-src 'self' file:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n'
        '<link rel="stylesheet" href="style.css">\n</head>\n<body>\n{}</body>\n</html>\n',
        title,
        body,
    )
    return clean(made)


def written(
    cover: Mapping[str, str], parts: Iterable[Part], names: Mapping[int, str], *notices: str
) -> SafeString:
    """The whole document: cover, contents, parts, notices."""
    listed = list(parts)
    about = ", ".join(filter(None, (cover.get("programme"), cover.get("wave"), cover.get("date"))))
    contents = format_html_join(
        "",
        '<li class="level{}"><a href="#p{}">{}</a></li>\n',
        ((p.level, n, p.title) for n, p in enumerate(listed)),
    )
    body = format_html_join("", "{}", ((_part(n, p, names),) for n, p in enumerate(listed)))
    said = format_html_join("", "<p>{}</p>\n", ((each,) for each in notices))
    return format_html(
        '<header><p class="soft">{}</p>\n<h1>{}</h1>\n<p>Le même document <a href="diagnostic.pdf">en PDF</a>, '
        'et <a href="LISEZMOI.txt">comment lire ces fichiers</a>.</p></header>\n'
        '<nav aria-label="Sommaire"><ul>\n{}</ul></nav>\n<main>\n{}</main>\n<footer>{}<p>{}</p></footer>\n',
        about,
        title_of(cover),
        contents,
        body,
        said,
        cover.get("version", ""),
    )


def _part(number: int, part: Part, names: Mapping[int, str]) -> SafeString:
    blocks = format_html_join("\n", "{}", ((_block(each, part.level, names),) for each in part.blocks))
    level = part.level + 1
    return format_html(
        '<section aria-labelledby="p{0}">\n<h{1} id="p{0}">{2}</h{1}>\n{3}\n</section>\n',
        number,
        level,
        part.title,
        blocks,
    )


def _block(block: Block, level: int, names: Mapping[int, str]) -> SafeString:
    match block:
        case Heading():
            return format_html("<h{0}>{1}</h{0}>", level + 2, block.text)
        case Paragraph():
            return format_html("<p{}>{}</p>", mark_safe(' class="lead"') if block.lead else "", block.text)
        case KeyFigure():
            return _figure(block)
        case Table():
            return _table(block, names[id(block)])
        case Figure():
            return format_html(
                '<figure><img src="{}" alt="{}"><figcaption><strong>{}</strong> {}</figcaption></figure>',
                names[id(block)], block.alt, block.title, block.caption,
            )  # fmt: skip
        case _:
            return _words(block)


def _words(block: Block) -> SafeString:
    match block:
        case Quote():
            return format_html(
                "<blockquote><p>{}</p><footer>{}</footer></blockquote>", block.text, block.source
            )
        case Question():
            return format_html('<p class="question"><strong>À discuter.</strong> {}</p>', block.text)
        case Withheld():
            return format_html(
                '<p class="withheld"><strong>{}</strong>\u00a0: non montré. {}</p>', block.label, block.reason
            )
        case Note():
            text = mark_safe(linebreaks(escape(block.text)))
            return format_html('<div class="note">{}<p class="soft">{}</p></div>', text, source_of(block))
        case Disagreement():
            positions = format_html_join("", "<dt>{}</dt><dd>{}</dd>", block.positions)
            return format_html(
                '<div class="disagreement"><p><strong>Désaccord.</strong> {}</p><dl>{}</dl></div>',
                block.subject,
                positions,
            )
    raise TypeError(type(block))


def _figure(block: KeyFigure) -> SafeString:
    limits = f" ({block.interval})" if block.interval else ""
    answers = plural(block.n_answered, "réponse", "réponses") + ". " if block.n_answered else ""
    return format_html(
        '<div class="figure"><p><span class="value">{}</span> {}{}</p><p class="soft">{}{}</p>{}</div>',
        block.value, block.label, limits, answers, block.reading, _small(block.passport),
    )  # fmt: skip


def _table(block: Table, name: str) -> SafeString:
    head = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((_num(n in block.numeric), each) for n, each in enumerate(block.columns)),
    )
    rows = format_html_join(
        "\n", "<tr>{}</tr>", ((format_html_join("", "<td{}>{}</td>", ((_num(num), cell) for _, cell, num in row)),) for row in block.cells)
    )  # fmt: skip
    return format_html(
        '<div class="table" tabindex="0" role="region" aria-label="{5}{0}"><table><caption>{5}{0} (<a href="{1}">{1}</a>)</caption>'
        "<thead><tr>{2}</tr></thead><tbody>\n{3}\n</tbody></table></div>{4}",
        block.caption, name, head, rows, _small(block.passport), _numbered(name),
    )  # fmt: skip


def _numbered(name: str) -> str:
    """« Tableau 3 : », as its file is called."""
    return f"Tableau {int(''.join(sign for sign in name if sign.isdigit()))}\u00a0: "


def _num(number: bool) -> SafeString:
    return mark_safe(' class="num"') if number else mark_safe("")


def _small(passport: str) -> SafeString:
    return format_html("<p><small>{}</small></p>", passport) if passport else mark_safe("")
