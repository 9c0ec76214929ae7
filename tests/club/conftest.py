"""A sheet begun by a contributor of Les Trois-Ponts, and somebody of Val-d’Ambre who may read it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from maillage.club.models import Practice
from maillage.club.services import propose_practice, publish_practice, read_as_peer, start_practice

CONTENT = {
    "title": "Le petit-déjeuner du jeudi",
    "summary": "Chaque jeudi, l’école ouvre une heure plus tôt. On y mange, on s’y parle.",
    "themes": ["PARENTING", "SCHOOL_CLIMATE"],
    "bands": ["3-6", "6-11"],
    "need": "On ne se voyait que pour les problèmes.",
    "course": "De sept heures et demie à huit heures et demie, dans la salle du bas.",
    "families": "Ils viennent, ils cuisinent, ils décident du menu.",
    "results": "Une trentaine de parents chaque semaine, au lieu de cinq en réunion.",
    "evidence": "COUNTED",
    "contact": "La direction de l’école des Alisiers",
}
KIND = {"is_clear": True, "is_repeatable": True, "names_nobody": True, "likes": "L’heure, et le pain."}


@pytest.fixture
def author(make_user: Callable[..., Any]) -> Any:
    return make_user("contributor")


@pytest.fixture
def peer(make_user: Callable[..., Any], other_territory: Any) -> Any:
    return make_user("club", on=other_territory)


@pytest.fixture
def sheet(territory: Any, author: Any) -> Practice:
    made = start_practice(
        programme=territory.programme, territory=territory, user=author, content=CONTENT, key=uuid.uuid4()
    )
    return made.revision.practice


@pytest.fixture
def proposed(sheet: Practice) -> Practice:
    return propose_practice(practice=sheet)


@pytest.fixture
def public_sheet(proposed: Practice, peer: Any) -> Practice:
    read_as_peer(practice=proposed, user=peer, seen=1, **KIND)
    return publish_practice(practice=proposed, depth="DOCUMENTED")
