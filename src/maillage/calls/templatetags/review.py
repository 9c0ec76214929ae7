"""The strip of scores: drawn here rather than in a template, for a table of three hundred files."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from maillage.calls.queries.review import Line

register = template.Library()


@register.simple_tag
def strip(*, line: Line) -> SafeString:
    """One dot a score, the middle as a line of another colour; read aloud as the scores themselves. Only numbers go in."""
    if not line.summary.scores:
        return mark_safe("")
    heard = ", ".join(f"{score:.0f}" for score in line.summary.scores)
    said = f"Notes sur 100\u00a0: {heard}" if line.summary.number > 1 else f"Une seule note\u00a0: {heard}"
    middle = (
        ""
        if line.median_x is None
        else f'<path class="strip__span" d="M{line.low_x} 0H{line.high_x}"/>'
        f'<path class="strip__median" d="M{line.median_x} -11v22"/>'
    )
    dots = "".join(f'<circle class="strip__dot" cx="{x}" cy="{y}" r="5"/>' for x, y in line.dots)
    return mark_safe(
        f'<svg class="strip" viewBox="-6 -15 212 30" role="img" aria-label="{said}">'
        '<path class="strip__line" d="M0 0H200"/><path class="strip__end" d="M0 -4v8M100 -3v6M200 -4v8"/>'
        f"{middle}{dots}</svg>"
    )
