"""What a template may hold: French typography, no inline script or style, a warning beside every free text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template

from tests.house.sources import PLATFORM, name_of, templates

WARNING = "Ne parlez d’aucun enfant ni d’aucune famille"
READ_ALOUD = {"alt", "title", "aria-label", "placeholder", "aria-description"}
NO_BREAK = "\u00a0\u202f"
TAG = re.compile(r"{%.*?%}|{#.*?#}", re.S)
VARIABLE = re.compile(r"{{.*?}}", re.S)
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}", re.S)
SPOKEN_ARGUMENT = re.compile(r"""\b(?:label|title|value|text|help|caption)=(?:"([^"]*)"|'([^']*)')""")
FAULTS = {
    "straight apostrophe": re.compile(r"\w'\w"),
    "straight quotation mark": re.compile(r"\"\w|\w\""),
    "breaking space before ; : ! ?": re.compile(r"[^\s] [;:!?](?!\w)"),
    "no space before ; ! ?": re.compile(r"[A-Za-zÀ-ÿ»\])][;!?](?=\s|$)"),
    "no space before :": re.compile(r"[A-Za-zÀ-ÿ»\])]:(?=\s|$)"),
    "breaking space inside « »": re.compile(rf"«(?![{NO_BREAK}])|(?<![{NO_BREAK}])»"),
    "three dots": re.compile(r"\.\.\."),
    "breaking space before %": re.compile(r"\d %"),
}


class Reader(HTMLParser):
    """Collects what a person reads and what a browser would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.inline: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "code"}
        names = {name for name, _ in attrs}
        if tag == "style" or (
            tag == "script" and "src" not in names and dict(attrs).get("type") != "application/json"
        ):
            self.inline.append(f"<{tag}>")
        self.inline += [name for name in names if name == "style" or re.match(r"on[a-z]", name)]
        self.texts += [value or "" for name, value in attrs if name in READ_ALOUD]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def _read(path: Path) -> Reader:
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    reader = Reader()
    reader.feed(VARIABLE.sub("1", TAG.sub("", source)))
    if path.suffix == ".html":
        reader.texts += [a or b for tag in TAG.findall(source) for a, b in SPOKEN_ARGUMENT.findall(tag)]
    return reader


def _ids(path: Path) -> str:
    return name_of(path).removeprefix("src/maillage/")


@pytest.mark.parametrize("path", [p for p in templates() if p.suffix in {".html", ".txt"}], ids=_ids)
def test_french_typography(path: Path) -> None:
    found = [
        f"{fault}: {text.strip()[:90]!r}"
        for text in _read(path).texts
        for fault, pattern in FAULTS.items()
        if pattern.search(text)
    ]
    assert not found


@pytest.mark.parametrize("path", [p for p in templates() if p.suffix in {".html", ".svg"}], ids=_ids)
def test_nothing_inline(path: Path) -> None:
    assert not _read(path).inline


def test_no_third_party_request() -> None:
    paths = [
        p
        for p in [*templates(), *PLATFORM.rglob("static/**/*.js"), *PLATFORM.rglob("static/**/*.css")]
        if p.suffix != ".typ"
    ]
    fetched = re.compile(
        r"""(?:src|href|action|url\(|import|fetch\()\s*=?\s*["'(]?\s*(?:https?:)?//(?!www\.w3\.org)"""
    )
    assert not [
        name_of(path) for path in paths if fetched.search(path.read_text(encoding="utf-8", errors="replace"))
    ]


def test_a_written_text_area_carries_the_warning() -> None:
    bare = [
        name_of(p)
        for p in templates()
        if "<textarea" in (t := p.read_text(encoding="utf-8")) and WARNING not in t
    ]
    assert not bare


class FreeText(forms.Form):
    """Any form with a free text."""

    words = forms.CharField(label="Quelques mots", widget=forms.Textarea, required=False)


class ShortText(forms.Form):
    """A form without one."""

    name = forms.CharField(label="Nom")


@pytest.mark.parametrize(("form_class", "warned"), [(FreeText, True), (ShortText, False)])
def test_a_form_with_a_free_text_shows_the_warning(form_class: type[forms.Form], warned: bool) -> None:
    """The component that renders every form says what must not be written, beside each free text."""
    page = Template("{% load maillage %}{% form_fields form=form %}").render(Context({"form": form_class()}))
    assert (WARNING in page) is warned
    assert ('href="tel:119"' in page) is warned
    assert ('id="childtext-rules"' in page) is warned


def test_forms_are_rendered_by_the_component_only() -> None:
    by_hand = re.compile(r"{{\s*form(\.as_\w+|\.(?!secret)\w+)?\s*}}")
    outside = [
        p for p in templates() if "core" not in p.parts and by_hand.search(p.read_text(encoding="utf-8"))
    ]
    assert not [name_of(p) for p in outside]
