"""A whole application, as its authors would write it, through the services."""

from __future__ import annotations

from typing import Any

from maillage.calls.models import Application
from maillage.calls.services.drafts import save_answers
from maillage.territories.models import Commune, Quarter

ANSWERS: dict[str, Any] = {
    "labelled": 2021,
    "setting": "TOWN",
    "college": "Collège des Saules",
    "schools": [{"name": "École des Tilleuls", "uai": ""}],
    "copilots": [
        {"name": "Ville des Trois-Ponts", "function": "Cheffe de projet", "email": "ville@exemple.fr"},
        {"name": "Collège des Saules", "function": "Principal", "email": ""},
    ],
    "governance": "Un comité technique chaque mois, un comité de pilotage deux fois par an.",
    "actors": [
        {"name": "PMI du Centre", "sector": "DEPARTMENT"},
        {"name": "Centre social La Passerelle", "sector": "SOCIAL_LIFE"},
        {"name": "Ludothèque", "sector": "NGO"},
    ],
    "parents": "NOT_YET",
    "prevention": "L’école repère, le centre social accueille, et chacun attend la PMI.",
    "cooperation": "PEOPLE",
    "obstacles": "Les équipes changent chaque année.",
    "expected": "Une réponse dans la semaine quand une difficulté se voit.",
    "referent": "Cheffe de projet opérationnelle",
    "days": 3,
    "ready": ["ROOM", "TRAVEL"],
    "no_use": True,
    "three_years": True,
}


def places() -> dict[str, Any]:
    """An invented commune with its quarter, and what an application says of them."""
    commune, _ = Commune.objects.get_or_create(
        code="93998", defaults={"name": "Trois-Ponts", "folded": "trois ponts", "department": "93"}
    )
    quarter, _ = Quarter.objects.get_or_create(code="QN09399I", defaults={"name": "Les Saules"})
    quarter.communes.add(commune)
    return {"communes": [commune.code], "quarters": [quarter.code]}


def write_all(application: Application, user: Any, **changes: Any) -> None:
    """Answer everything that must be."""
    save_answers(application=application, user=user, values=ANSWERS | places() | changes)
