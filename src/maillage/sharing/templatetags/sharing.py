"""What changed from one version of a passage to the next."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def changed(before: str, after: str) -> SafeString:
    """The text of a version, word by word: what came is inserted, what left is struck out."""
    old, new = (re.split(r"(\s+)", text) for text in (before, after))
    pieces: list[tuple[str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in {"delete", "replace"}:
            pieces.append(("del", "".join(old[i:j])))
        if kind in {"insert", "replace"}:
            pieces.append(("ins", "".join(new[k:m])))
        if kind == "equal":
            pieces.append(("span", "".join(new[k:m])))
    return format_html("<p>{}</p>", format_html_join("", "<{0}>{1}</{0}>", pieces))
