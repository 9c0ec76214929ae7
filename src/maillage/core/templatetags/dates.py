"""The dates of Django in every template, with « 1er » for the first day of a month."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import defaultfilters

from maillage.core.typography import first_of_month

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, arg: str | None = None) -> str:
    """The filter of Django, which does not know French ordinals. Every template has it: see TEMPLATES in the settings."""
    return first_of_month(str(defaultfilters.date(value, arg)))
