"""Letters, poster and paper sheets as tagged PDF (PDF/UA-1), by Typst.

The templates are fixed; everything that people wrote goes in as JSON, where it is text and nothing else.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from maillage.core.templatetags.maillage import icon
from maillage.core.typeset import typeset
from maillage.core.typography import dated
from maillage.surveys import tokens
from maillage.surveys.interface import say
from maillage.surveys.kinds._words import FRENCH, Said
from maillage.surveys.models import Wave
from maillage.surveys.paper import situations
from maillage.surveys.paper.layout import Paper, Part
from maillage.surveys.paper.numbers import printed
from maillage.surveys.questionnaires import RESIDENTS, questionnaires
from maillage.surveys.services.collecting import Key

WIDE: Final = 28  # characters; longer answers take the whole line


def address(token: str = "") -> str:
    """What one types, or what a QR code says."""
    path = reverse("respond:start", kwargs={"token": token}) if token else reverse("respond:code")
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def qr(text: str) -> bytes:
    """A QR code as SVG, with its quiet zone; level M forgives a stain or a fold."""
    import segno

    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=4, svgns=True, xmldecl=False)
    return drawn.getvalue()


def compile_pdf(
    template: str,
    data: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    *,
    form: str = "pdf",
    **options: Any,
) -> Any:
    """The document of a template. `form`: "png" gives the pages as pictures, for the tests."""
    return typeset("maillage.surveys.paper", template, data, pictures, form=form, **options)


def letters(wave: Wave, keys: Iterable[Key], **options: Any) -> Any:
    """One page for each actor: who asks and why, until when, the QR code and the code to type."""
    pictures: dict[str, bytes] = {}
    pages: list[dict[str, str]] = []
    for key in keys:
        name = f"qr{len(pages)}.svg"
        pictures[name] = qr(address(key.token))
        actor = key.invitation.participation.actor
        pages.append({"actor": actor.name, "qr": name, "code": tokens.printed(key.code)})
    data = _common(wave) | {
        "pages": pages,
        "title": questionnaires()[wave.questionnaire].title["fr"],
        "shown": [say("shown_links", "fr"), say("shown_trust", "fr")],
    }
    return compile_pdf("letters", data, pictures, **options)


def poster(wave: Wave, token: str, *, questionnaire: str = "habitants", **options: Any) -> Any:
    """One page to hang in a hall: the QR code of whoever lives there, and in their language what to do with it."""
    asked = questionnaires()[questionnaire]
    count = str(len(asked.asked(path="short")))
    tongues = [code for code in asked.languages if code in wave.languages and code != FRENCH]
    data = _common(wave) | {
        "title": asked.title["fr"],
        "count": words("fr")["count"].format(count=count),
        "qr": "qr.svg",
        "shown": [say("shown_residents", "fr")],
        "tongues": [
            {"lang": code, "scan": words(code)["scan"], "count": words(code)["count"].format(count=count)}
            for code in tongues
        ],
    }
    return compile_pdf("poster", data, {"qr.svg": qr(address(token))}, **options)


def _common(wave: Wave) -> dict[str, Any]:
    programme = wave.territory.programme
    return {
        "territory": wave.territory.name,
        "programme": programme.name,
        "facilitator": programme.facilitator_name,
        "wave": wave.label,
        "until": day_of(wave.closes_at),
        "address": address().split("://", 1)[-1],
        "why": say("why_text", "fr"),
        "free": say("free", "fr"),
        "no_child": say("no_child", "fr"),
    }


def day_of(moment: datetime | None, language: str = FRENCH) -> str:
    """« jeudi 3 décembre 2026 », or nothing."""
    with translation.override(language):
        shape = "l j F Y" if language == FRENCH else "DATE_FORMAT"
        return dated(timezone.localtime(moment), shape) if moment else ""


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def words(language: str) -> dict[str, str]:
    """What is printed round the questions."""
    return {key: texts[language] for key, texts in _words().items()}


def forms(
    wave: Wave,
    sheets: Iterable[tuple[str, str, Paper]],
    *,
    questionnaire: str,
    language: str = FRENCH,
    **options: Any,
) -> Any:
    """Sheets to fill with a biro: (number, name of the actor or nothing, layout in this language) for each."""
    asked = questionnaires()[questionnaire]
    shown = "shown_residents" if asked.population == RESIDENTS else "shown_links"
    pictures: dict[str, bytes] = {}
    listed: list[dict[str, Any]] = []
    for number, actor, paper in sheets:
        name = f"qr{len(listed)}.svg"
        pictures[name] = qr(printed(number))
        pictures |= {name: _picture(name) for part in paper.parts for name in _icons(part)}
        parts = [_part(paper, part) for part in paper.parts]
        listed.append({"number": printed(number), "actor": actor, "qr": name, "parts": parts})
    title, around = asked.title.get(language, asked.title["fr"]), words(language)
    until = day_of(wave.closes_at, language)
    data = _common(wave) | {
        "lang": language,
        "words": around
        | {
            "forms": around["forms"].format(title=title),
            "give_back": around["give_back"].format(until=until) if until else "",
        },
        "sheets": listed,
        "title": title,
        "shown": say(shown, language),
        "no_child": say("no_child", language),
    }
    return compile_pdf("form", data, pictures, **options)


def _picture(name: str) -> bytes:
    """The icon that the same answer has on a screen."""
    return str(icon(name)).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1).encode()


def _icons(part: Part) -> set[str]:
    relays = part.situation.relays if part.situation else ()
    return {box.icon for box in part.boxes if box.icon} | {icon for _, _, icon in relays if icon}


def _told(value: Any) -> Any:
    """Every text of a structure as JSON."""
    if isinstance(value, Said):
        return _said(value)
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items()}
    return [_told(each) for each in value] if isinstance(value, list) else value


def _part(paper: Paper, part: Part) -> dict[str, Any]:
    """A question as JSON."""
    several = paper.asked(part.question).say("several") if part.several else None
    return {
        "shape": part.shape,
        "text": _said(part.text),
        "help": _said(part.help or several),
        "boxes": [{"key": box.key, "said": _said(box.said), "icon": box.icon} for box in part.boxes],
        "wide": any(max(len(box.said.text), len(box.said.french)) > WIDE for box in part.boxes),
        "groups": [
            {"label": label, "rows": [{"number": row.number, "name": row.name} for row in rows]}
            for label, rows in part.groups
        ],
        "levels": [[key, _said(word), _said(means)] for key, word, means in paper.levels(part)],
        "level_text": _said(part.level_text),
        "level_help": _said(part.level_help),
        "nobody": _said(part.nobody.said if part.nobody else None),
        "names": len(part.names),
        "situation": _told(situations.printed(part.situation)) if part.situation else None,
    }


def _said(said: Said | None) -> dict[str, str] | None:
    """A text, its language when it is not that of the sheet, and the French beside it."""
    if said is None:
        return None
    return {"text": said.text, "lang": FRENCH if said.only_french else "", "french": said.french}
