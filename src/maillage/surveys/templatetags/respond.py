"""Words of the respondent's pages, in the respondent's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from maillage.surveys import interface
from maillage.surveys.carried import secret_of
from maillage.surveys.models import Sheet
from maillage.surveys.queries.offline import SCRIPT, spoken

register = template.Library()


@register.simple_tag
def say(key: str, language: str = "fr", **values: Any) -> str:
    """{% say "begin" language %}"""
    return interface.say(key, language, **values)


@register.simple_tag
def day(moment: datetime, language: str = "fr") -> str:
    """A date as the language writes it, on our clock."""
    with translation.override(language):
        return date_format(localtime(moment), "DATE_FORMAT")


@register.inclusion_tag("surveys/respond/keep.html")
def keep(language: str = "fr", sheet: Sheet | None = None, *, done: bool = False) -> dict[str, Any]:
    """{% keep language sheet %}: what the scripts of a page read, the words they say and the key of the sheet."""
    held = {"sheet": sheet.public_id, "key": secret_of(sheet), "language": language} if sheet else {}
    return {"data": spoken(SCRIPT, language) | held, "sheet": sheet, "done": done}


@register.filter
def in_language(texts: dict[str, str], language: str) -> str:
    """A text of a questionnaire, in French when it has no other."""
    return texts.get(language) or texts["fr"]
