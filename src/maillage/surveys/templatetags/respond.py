"""Words of the respondent's pages, in the respondent's language."""

from __future__ import annotations

from typing import Any

from django import template

from maillage.surveys import interface

register = template.Library()


@register.simple_tag
def say(key: str, language: str = "fr", **values: Any) -> str:
    """{% say "begin" language %}"""
    return interface.say(key, language, **values)


@register.filter
def in_language(texts: dict[str, str], language: str) -> str:
    """A text of a questionnaire, in French when it has no other."""
    return texts.get(language) or texts["fr"]
