"""Letters, poster and paper sheets as tagged PDF (PDF/UA-1), by Typst.

The templates are fixed; everything that people wrote goes in as JSON, where it is text and nothing else.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib import resources
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from maillage.core.assets import font_dirs
from maillage.surveys import tokens
from maillage.surveys.interface import say
from maillage.surveys.models import Wave
from maillage.surveys.paper.layout import Paper, Part
from maillage.surveys.paper.numbers import printed
from maillage.surveys.questionnaires import RESIDENTS, questionnaires
from maillage.surveys.services.collecting import Key

# As French names them; the poster has no font for Arabic letters.
TONGUES: Final = {"en": "anglais", "ar": "arabe", "tr": "turc", "pt": "portugais", "es": "espagnol"}
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
    import typst  # slow import

    source = resources.files("maillage.surveys.paper") / f"{template}.typ"
    made: Any = typst.compile
    if form == "pdf":
        options |= {"pdf_standards": "ua-1"}
    return made(
        {"main": source.read_bytes(), **pictures},
        font_paths=font_dirs(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
        format=form,
        **options,
    )


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
    """One page to hang in a hall: the QR code of whoever lives there."""
    asked = questionnaires()[questionnaire]
    tongues = [TONGUES[code] for code in wave.languages if code in TONGUES and code in asked.languages]
    data = _common(wave) | {
        "title": asked.title["fr"],
        "count": str(len(asked.asked(path="short"))),
        "qr": "qr.svg",
        "shown": [say("shown_residents", "fr")],
        "tongues": f"{', '.join(tongues[:-1])} et {tongues[-1]}" if len(tongues) > 1 else "".join(tongues),
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


def day_of(moment: datetime | None) -> str:
    """« jeudi 3 décembre 2026 », or nothing."""
    return date_format(timezone.localtime(moment), "l j F Y") if moment else ""


def forms(wave: Wave, sheets: Iterable[tuple[str, str, Paper]], *, questionnaire: str, **options: Any) -> Any:
    """Sheets to fill with a biro: (number, name of the actor or nothing, layout) for each."""
    asked = questionnaires()[questionnaire]
    shown = "shown_residents" if asked.population == RESIDENTS else "shown_links"
    pictures: dict[str, bytes] = {}
    listed: list[dict[str, Any]] = []
    for number, actor, paper in sheets:
        name = f"qr{len(listed)}.svg"
        pictures[name] = qr(printed(number))
        parts = [_part(paper, part) for part in paper.parts]
        listed.append({"number": printed(number), "actor": actor, "qr": name, "parts": parts})
    data = _common(wave) | {"sheets": listed, "title": asked.title["fr"], "shown": say(shown, "fr")}
    return compile_pdf("form", data, pictures, **options)


def _part(paper: Paper, part: Part) -> dict[str, Any]:
    """A question as JSON."""
    return {
        "shape": part.shape,
        "text": part.text,
        "help": part.help or ("Plusieurs réponses possibles." if part.several else ""),
        "boxes": [{"key": box.key, "label": box.label} for box in part.boxes],
        "wide": any(len(box.label) > WIDE for box in part.boxes),
        "groups": [
            {"label": label, "rows": [{"number": row.number, "name": row.name} for row in rows]}
            for label, rows in part.groups
        ],
        "levels": paper.levels(part),
        "level_text": part.level_text,
        "level_help": part.level_help,
        "nobody": part.nobody.label if part.nobody else "",
        "names": len(part.names),
    }
