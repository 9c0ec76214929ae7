"""Markdown that people write, as safe HTML for a page and as plain parts for a document on paper.

Two independent doors: the reader knows no HTML and no picture, then what it made is cleaned against a short list.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import nh3
from django.utils.safestring import SafeString, mark_safe

from maillage.core.typography import french

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TAGS: Final = frozenset({
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td",
})  # fmt: skip
ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
FIRST_HEADING: Final = 3  # the page keeps its h1, and the title of each part its h2
LAST_HEADING: Final = 6
QUOTES: Final = 3  # a quotation of a quotation of a quotation: deeper, a document shows it at the same place
Part = dict[str, Any]


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")


def _read(text: str) -> list[Token]:
    """The pieces of a text; its headings come below those of the page, and none skips a level."""
    tokens = _without_empty_headings(_reader().parse(text))
    opened = [token for token in tokens if token.type == "heading_open"]
    highest, last = min((int(token.tag[1]) for token in opened), default=1), FIRST_HEADING - 1
    for token in tokens:
        if token.type == "heading_open":
            last = min(FIRST_HEADING + int(token.tag[1]) - highest, last + 1, LAST_HEADING)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{last}"
        token.attrs.pop("style", None)  # the alignment of a column: style is never inline
        for word in token.children or []:
            if word.type == "text":
                word.content = french(word.content)
    return tokens


def _without_empty_headings(tokens: list[Token]) -> list[Token]:
    """A « # » alone is a title of nothing, which no reading aloud can say."""
    kept: list[Token] = []
    for token in tokens:
        kept.append(token)
        if token.type == "heading_close" and not any(
            each.content.strip() for each in kept[-2].children or []
        ):
            del kept[-3:]
    return kept


def clean(html: str) -> str:
    """What may reach a page of ours; cleaning twice changes nothing."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel="noopener nofollow",
        generic_attribute_prefixes=set(),
    )


def render(text: str) -> SafeString:
    """The text as HTML of ours."""
    tokens = _read(text)
    return mark_safe(clean(_reader().renderer.render(tokens, _reader().options, {})))


def parts(text: str) -> list[Part]:
    """The text as a tree of plain parts, for a document: nothing in it is markup any more.

    {"kind": "paragraph" | "heading" | "list" | "item" | "quote" | "code" | "rule" | "table" | "row", …}; words are runs
    {"text", "strong", "em", "code", "href"}.
    """
    top: Part = {"kind": "text", "parts": []}
    stack = [top]
    for token in _read(text):
        if token.nesting == 1:
            stack.append(_opened(token))
        elif token.nesting == -1:
            done = stack.pop()
            deep = done["kind"] == "quote" and sum(each["kind"] == "quote" for each in stack) >= QUOTES
            stack[-1]["parts"] += done["parts"] if deep else [done]
        elif token.type == "inline":
            stack[-1]["runs"] = _runs(token.children or [])
        elif token.type in {"fence", "code_block"}:
            stack[-1]["parts"].append({"kind": "code", "text": token.content.rstrip("\n")})
        elif token.type == "hr":
            stack[-1]["parts"].append({"kind": "rule"})
    made: list[Part] = top["parts"]
    return made


KINDS: Final = {
    "p": "paragraph",
    "ul": "list",
    "ol": "list",
    "li": "item",
    "blockquote": "quote",
    "table": "table",
    "thead": "rows",
    "tbody": "rows",
    "tr": "row",
    "th": "cell",
    "td": "cell",
}


def _opened(token: Token) -> Part:
    part: Part = {"kind": KINDS.get(token.tag, "heading"), "parts": []}
    if part["kind"] == "heading":
        part["level"] = int(token.tag[1])
    if part["kind"] == "list":
        part |= {"ordered": token.tag == "ol", "start": int(token.attrs.get("start", 1))}
    return part


def _runs(tokens: list[Token]) -> list[Part]:
    """Words with what they carry."""
    runs: list[Part] = []
    href, depth = "", {"strong": 0, "em": 0}
    for token in tokens:
        if token.tag in depth:
            depth[token.tag] += token.nesting
        elif token.type == "link_open":
            href = _followed(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            href = ""
        elif token.type in {"softbreak", "hardbreak"}:
            runs.append({"text": "\n" if token.type == "hardbreak" else " "})
        elif token.content:
            run: Part = {"text": token.content}
            run |= {name: True for name, count in depth.items() if count}
            run |= {"code": True} if token.type == "code_inline" else {}
            runs.append(run | ({"href": href} if href else {}))
    return runs


def _followed(href: str) -> str:
    """An address that a document may lead to; one of ours without its host leads nowhere on paper."""
    return href if href.partition(":")[0].lower() in SCHEMES and ":" in href else ""
