"""What the templates of an application need to say."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from maillage.calls.queries.asking import Asked
from maillage.core.typography import decimal
from maillage.territories.geography import department_name

register = template.Library()


@register.filter
def cell(row: Mapping[str, str], column: str) -> str:
    """The text of one column of a row."""
    return row.get(column, "")


@register.simple_tag
def described(*, asked: Asked) -> SafeString:
    """What says more about a field: its help, and what is wrong with it."""
    places = [*([f"{asked.id}-aide"] if asked.question.help else []), f"{asked.id}-etat"]
    wrong = mark_safe(' aria-invalid="true"') if asked.problem else ""
    return format_html('aria-describedby="{}"{}', " ".join(places), wrong)


@register.filter
def tenths(value: int) -> str:
    """A number of tenths of a point: « 72,5 »."""
    return decimal(value / 10, 1)


@register.filter
def pluralize_tenths(value: int) -> str:
    """The mark of the plural in French, from two on."""
    return "s" if value >= 20 else ""


@register.filter
def points(cost: int) -> str:
    """What a change costs: « 17,9 points de moins »; what was held by hand may give some back."""
    said = f"{tenths(abs(cost))}\u00a0point{pluralize_tenths(abs(cost))}"
    return f"{said} de {'moins' if cost > 0 else 'plus'}"


@register.filter
def department(code: str) -> str:
    """« Seine-Saint-Denis (93) »."""
    return f"{department_name(code)} ({code})" if code else ""
