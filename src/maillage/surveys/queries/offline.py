"""The whole sheet in one piece, for a phone that loses its network between two screens."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any, Final

from maillage.surveys.interface import RIGHT_TO_LEFT, say, words
from maillage.surveys.kinds import kinds, render_field
from maillage.surveys.kinds._actors import number
from maillage.surveys.queries.sheets import Page
from maillage.surveys.questionnaires import Question
from maillage.surveys.questionnaires.cost import WORTH_TRUST
from maillage.surveys.screens import Screen

# Two actors that stand for any other: static/surveys/shell.js puts the real ones in their place.
MODELS: Final = {"Q0Q": "N0N", "Q1Q": "N1N"}
# The words that the scripts of a page say.
SCRIPT: Final = ("phone", "sent", "offline", "over", "unsent", "listen", "quiet", "voiceless", "found")
SHELL: Final = (
    *SCRIPT,
    "next",
    "skip",
    "back",
    "step",
    "step_alone",
    "send",
    "kept",
    "end",
    "leaves",
    "no_child",
)
CHECKED: Final = re.compile(r'name="([^"]+)" value="([^"]*)" checked')


def spoken(keys: tuple[str, ...], language: str) -> dict[str, str]:
    """Words as the scripts want them: their blanks are filled there."""
    said = {key: words()[key].get(language, words()[key]["fr"]) for key in keys}
    return said | {"crossed": say("crossed_here", language)}


def pack_of(page: Page) -> dict[str, Any]:
    """What a browser needs to go on alone: every question, what was said, and the names."""
    sheet = page.sheet
    asked = page.questionnaire.asked(path=sheet.path, blocks=sheet.wave.blocks)
    return {
        "maillage": 1,
        "sheet": str(sheet.public_id),
        "language": sheet.language,
        "direction": "rtl" if sheet.language in RIGHT_TO_LEFT else "ltr",
        "words": spoken(SHELL, sheet.language),
        "worth": WORTH_TRUST,
        "roster": page.roster,
        "last": page.last,
        "questions": [_question(page, question) for question in asked],
    }


def _question(page: Page, question: Question) -> dict[str, Any]:
    kind = kinds()[question.kind]
    asked = replace(page.asked(Screen(0, question)), last=page.last)
    value = page.values.get(question.key)
    found: dict[str, Any] = {
        "key": question.key,
        "kind": question.kind,
        "about": question.about if kind.per_actor else "",
        "required": question.required,
        "seen": page.revisions.get(question.key, 0),
        "said": _said(render_field(asked, value)) if value else [],
    }
    if not kind.per_actor:
        return {**found, "html": render_field(asked, value)}
    models = replace(asked, roster=MODELS, actors=tuple(MODELS), last={})
    return {
        **found,
        "size": number(question, "per_screen", kind.per_screen),
        "strongest": number(question, "strongest", 0),
        "html": render_field(models),
        "alone": render_field(replace(models, actors=("Q0Q",))),
    }


def _said(html: str) -> list[list[str]]:
    """What is ticked in a field. Words typed are in its text already."""
    return [[unescape(name), unescape(value)] for name, value in CHECKED.findall(html)]
