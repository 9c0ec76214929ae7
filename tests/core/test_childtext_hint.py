"""The warning while one types: small, silent on the network, and never wiser than the server."""

from __future__ import annotations

import json
import re
from pathlib import Path

from django import forms
from django.template import Context, Template

import maillage.core
from maillage.core.childtext.hint import WARNING, hint_rules
from maillage.core.childtext.names import known_names

SCRIPT = Path(maillage.core.__file__).parent / "static" / "core" / "childtext.js"


class FreeText(forms.Form):
    words = forms.CharField(widget=forms.Textarea)
    more = forms.CharField(widget=forms.Textarea)


def test_the_script_is_small_and_asks_nobody() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.encode()) <= 6_000
    assert not re.search(
        r"fetch|XMLHttp|sendBeacon|WebSocket|import\s*\(|innerHTML|eval|localStorage", source
    )


def test_the_page_is_given_a_part_of_what_the_server_knows() -> None:
    rules = hint_rules()
    assert set(rules["names"].split()) <= known_names().exact
    assert len(rules["names"].split()) > 150
    assert len(json.dumps(rules).encode()) < 9_000


def test_a_form_with_two_free_texts_gives_the_rules_once() -> None:
    page = Template("{% load maillage %}{% form_fields form=form %}").render(Context({"form": FreeText()}))
    assert page.count('id="childtext-rules"') == 1
    written = re.search(r'<script id="childtext-rules" type="application/json">(.*?)</script>', page, re.S)
    assert written
    assert json.loads(written.group(1))["warning"] == WARNING
