"""The components of every page. A wrong argument is an error, at once and for everybody.

{% load maillage %}
{% notice kind="warning" %}<strong>12 structures</strong> n’ont pas encore répondu.{% endnotice %}
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any, Final

import lucide
from django import template
from django.conf import settings
from django.forms import BaseForm, Textarea
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from maillage.core import typography
from maillage.core.childtext.hint import hint_rules

register = template.Library()

# Colour is never alone: each kind has its icon and its word.
KINDS: Final = {
    "info": ("info", "Information"),
    "success": ("circle-check", "Réussite"),
    "warning": ("triangle-alert", "À noter"),
    "error": ("circle-alert", "Erreur"),
}
BADGES: Final = frozenset({"neutral", *KINDS})
BUTTONS: Final = frozenset({"primary", "secondary", "quiet", "danger"})


def _among(value: str, allowed: Any, what: str) -> str:
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what}: {value!r} is none of {', '.join(sorted(allowed))}")
    return value


@register.filter
def percent(x: Any, digits: int = 0) -> str:
    return typography.percent(x, digits)


@register.filter
def decimal(x: Any, digits: int = 2) -> str:
    return typography.decimal(x, digits)


@register.filter
def integer(n: Any) -> str:
    return typography.integer(n)


@register.simple_tag
def plural(n: int, singular: str, plural: str = "") -> str:
    """{% plural n "structure" "structures" %}: « 12 structures »."""
    return typography.plural(n, singular, plural)


@register.simple_tag
def icon(name: str, *, size: int = 20, label: str = "") -> SafeString:
    """A lucide icon as inline SVG; decorative unless it has a label."""
    heard = {"role": "img", "aria_label": str(label) + ""} if label else {"aria_hidden": "true"}
    svg = lucide._render_icon(str(name) + "", size, **{"class": "icon", "focusable": "false", **heard})
    return mark_safe(svg)


@register.simple_block_tag
def notice(content: str, *, kind: str = "info", title: str = "") -> SafeString:
    """One thing to know, before the rest."""
    return _notice(content, kind, title)


def _notice(content: str, kind: str, title: str) -> SafeString:
    picture, word = KINDS[_among(kind, KINDS, "notice")]
    return format_html(
        '<div class="notice notice--{}">{}<div class="notice__text">'
        '<span class="visually-hidden">{}\u00a0: </span>{}{}</div></div>',
        kind, icon(picture), word, format_html("<strong>{}</strong> ", title) if title else "", content,
    )  # fmt: skip


@register.simple_tag
def message_notice(*, message: Any) -> SafeString:
    """One of Django's messages."""
    return _notice(str(message), message.level_tag if message.level_tag in KINDS else "info", "")


@register.simple_block_tag
def panel(content: str, *, title: str = "", level: int = 2, id: str = "") -> SafeString:
    heading = format_html('<h{0} class="panel__title">{1}</h{0}>', level, title) if title else ""
    anchor = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="panel"{}>{}{}</section>', anchor, heading, content)


@register.simple_block_tag
def figures(content: str) -> SafeString:
    return format_html('<dl class="figures">{}</dl>', content)


@register.simple_tag
def figure(*, value: Any, label: str, one: str = "", note: str = "", href: str = "") -> SafeString:
    """One key figure, inside {% figures %}; `one` is the label when the value is 0 or 1."""
    label = one if one and str(value) in {"0", "1"} else label
    said = format_html('<a href="{}">{}</a>', href, label) if href else label
    more = format_html('<dd class="figure__note">{}</dd>', note) if note else ""
    return format_html(
        '<div class="figure"><dt class="figure__label">{}</dt><dd class="figure__value">{}</dd>{}</div>',
        said,
        value,
        more,
    )


@register.simple_tag
def button(
    *, href: str, label: str, kind: str = "primary", icon_name: str = "", download: bool = False
) -> SafeString:
    """A link that looks like a button. What changes something is a real <button> in a form."""
    picture = icon(icon_name, size=18) if icon_name else ""
    return format_html(
        '<a class="button button--{}" href="{}"{}>{}{}</a>',
        _among(kind, BUTTONS, "button"), href, mark_safe(" download") if download else "", picture, label,
    )  # fmt: skip


@register.simple_tag
def badge(*, label: str, kind: str = "neutral") -> SafeString:
    return format_html('<span class="badge badge--{}">{}</span>', _among(kind, BADGES, "badge"), label)


@register.simple_block_tag
def empty(content: str, *, title: str, icon_name: str = "sprout") -> SafeString:
    """What will be here, and how to start."""
    return format_html(
        '<div class="empty">{}<p class="empty__title">{}</p>{}</div>',
        icon(icon_name, size=32),
        title,
        content,
    )


COLUMN: Final = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
PART: Final = re.compile(r'<(table|thead|tbody|tr|td|th)\b( scope="(?:col|row)")?')
ROLES: Final = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
HEADERS: Final = {' scope="col"': "columnheader", ' scope="row"': "rowheader"}


@register.simple_block_tag
def listing(content: str, *, label: str) -> SafeString:
    """A table that reads as one card a row on a phone: each cell carries the title of its column.

    Browsers forget that a table is one when its display changes: the roles say it again.
    """
    titles = [strip_tags(title).strip(" ↑↓") for title in COLUMN.findall(content)]
    rank = count()

    def mark(found: re.Match[str]) -> str:
        nonlocal rank
        tag, scope = found[1], found[2] or ""
        if tag == "tr":
            rank = count()
        said = format_html(' data-label="{}"', titles[next(rank)]) if tag in {"td", "th"} and titles else ""
        return f'{found[0]} role="{ROLES.get(tag) or HEADERS[scope]}"{said}'

    return format_html(
        '<div class="table-wrap table-wrap--cards" tabindex="0" role="region" aria-label="{}">{}</div>',
        label,
        mark_safe(PART.sub(mark, content)),
    )


@register.simple_tag
def progress(*, value: int, total: int, label: str) -> SafeString:
    """« 12 sur 40 » with its bar."""
    return format_html(
        '<div class="progress"><div class="progress__label"><span>{0}</span>'
        ' <span class="num">{1} sur\u00a0{2}</span></div>'
        '<progress value="{3}" max="{4}" aria-label="{0}">{1} sur\u00a0{2}</progress></div>',
        label, typography.integer(value), typography.integer(total), value, max(total, 1),
    )  # fmt: skip


@register.simple_tag
def form_fields(*, form: BaseForm) -> SafeString:
    """Every field of a form, with its label, its help and its errors; put it inside your own <form>."""
    return mark_safe(render_to_string("core/components/form.html", {"form": form}))


@register.simple_tag
def childtext_hint(*, form: BaseForm | None = None) -> SafeString:
    """The warning while one types, for a form that has a free text; without a form, for a page that has one."""
    if form is not None and not any(isinstance(f.widget, Textarea) for f in form.fields.values()):
        return mark_safe("")
    return mark_safe(render_to_string("core/components/childtext.html", {"rules": hint_rules()}))


@register.simple_block_tag
def keep(content: str) -> SafeString:
    """{% keep as page_title %}…{% endkeep %}: write once what a page says twice."""
    return mark_safe(content.strip())


@register.simple_tag
def demo_banner() -> SafeString:
    if not settings.DEMO:
        return mark_safe("")
    return format_html(
        '<p class="demo-banner">{}<span>Démonstration\u00a0: territoires et personnes fictifs.'
        ' <a href="{}">Leur courrier</a></span></p>',
        icon("flask-conical", size=16),
        reverse("mailbox"),
    )
