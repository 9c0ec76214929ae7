"""What one puts to the tables, and what a table answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.meetings.models import Prompt
from maillage.meetings.services.prompts import Said


class PromptsForm(forms.Form):
    """One line of text a line."""

    lines = forms.CharField(
        label="Les lignes",
        widget=forms.Textarea({"rows": 8}),
        help_text="Une par ligne, vingt au plus. Une ligne dont une table a parlé ne change plus.",
    )

    def clean_lines(self) -> list[str]:
        lines: list[str] = self.cleaned_data["lines"].splitlines()
        if any(len(line.strip()) > 200 for line in lines):
            raise ValidationError("Chaque ligne tient en 200\u00a0signes.")
        return lines


def sayings_in(data: QueryDict, prompts: Iterable[Prompt], *, dots: bool) -> dict[int, Said]:
    """{line: (dots, text)} of the lines that are on a page. ValidationError for what is no number."""
    found: dict[int, Any] = {}
    for each in prompts:
        if f"{each.pk}-text" not in data:
            continue
        typed = data.get(f"{each.pk}-dots", "").strip() if dots else ""
        if typed and not (typed.isdecimal() and len(typed) < 4):
            raise ValidationError("Écrivez des nombres de gommettes, sans rien d’autre.")
        text = " ".join(data.get(f"{each.pk}-text", "").split())
        found[each.pk] = (int(typed) if typed else None, text)
    return found
