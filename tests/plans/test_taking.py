"""What leaves with somebody: the yearly review for the State, the table for the members."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from maillage.meetings.services import hold_workshop, seat_table
from maillage.plans.models import Commitment, Party
from maillage.plans.services import commitments, links
from maillage.plans.services.following import save_update
from maillage.territories.models import Actor

Opener = Callable[..., Client]


def _review(client: Client, territory: Any, year: int | str = "") -> str:
    return client.get(reverse("plans:review", args=[territory.slug]), {"annee": year}).text


def _said(commitment: Commitment, state: str, text: str, year: int) -> None:
    moment = datetime(year, 5, 2, 9, tzinfo=UTC)
    save_update(commitment=commitment, state=state, percent=30, text=text, key=uuid.uuid4(), now=moment)


def test_a_review_says_what_is_known_and_asks_the_rest(
    client_as: Opener, territory: Any, commitment: Commitment, parties: list[Party]
) -> None:
    Commitment.objects.update(means="Une salle prêtée")
    _said(commitment, "GIVEN_UP", "La salle a fermé.", 2026)
    workshop = hold_workshop(territory=territory, title="Trois tables", held_on=date(2026, 3, 1))
    seat_table(workshop=workshop, name="Table 1", people=7)
    page = _review(client_as("pilot"), territory, 2026)
    for told in (
        "1\u00a0atelier, 7\u00a0places",
        "La salle a fermé.",
        "Une salle prêtée",
        "Avec quelles autres cités",
        commitment.title,
    ):
        assert told in page
    before = _review(client_as("pilot"), territory, 2025)
    assert "La salle a fermé." not in before
    assert "0\u00a0atelier" in before


def test_an_actor_is_named_outside_only_when_all_accepted(
    client_as: Opener, territory: Any, commitment: Commitment, parties: list[Party]
) -> None:
    pilot = client_as("pilot")
    page = _review(pilot, territory)
    assert "Éducation nationale" in page
    for name in ("Collège des Saules", "Service social du Nord"):
        assert name not in page
    for party in parties:
        links.agree(party=party, public=True, tie=False)
    assert "Collège des Saules" in _review(pilot, territory)


def test_ties_are_counted_from_five_and_never_named(
    client_as: Opener, territory: Any, actors: list[Actor], commitment: Commitment, publish: Any
) -> None:
    pairs = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3)]
    for one, other in pairs[:4]:
        commitments.aim_at(commitment=commitment, one=actors[one], other=actors[other])
    publish({0: {1: 3, 2: 2}, 1: {0: 3}, 2: {}, 3: {}})
    pilot = client_as("pilot")
    assert "Liens visés" not in _review(pilot, territory)
    commitments.aim_at(commitment=commitment, one=actors[1], other=actors[3])
    page = _review(pilot, territory)
    assert "lus à la dernière vague\u00a0: nouveau\u00a0: 1, plus fort\u00a0: 1" in page
    assert "Ludothèque du Parc" not in page


def test_the_review_opens_in_a_word_processor(
    client_as: Opener, territory: Any, commitment: Commitment, parties: list[Party]
) -> None:
    pilot = client_as("pilot")
    url = reverse("plans:review_file", args=[territory.slug])
    answer = pilot.get(url, {"annee": "2026"})
    assert 'filename="revue-de-projet-les-trois-ponts-2026.docx"' in answer["Content-Disposition"]
    document = Document(io.BytesIO(answer.content))
    said = [each.text for each in document.paragraphs]
    assert "Revue de projet 2026" in said
    assert "Gouvernance" in said
    assert document.core_properties.title.startswith("Revue de projet 2026")
    assert answer.content == pilot.get(url, {"annee": "2026"}).content


@pytest.mark.parametrize("asked", ["", "1789", "abc", "99999999999999999999"])
def test_a_year_that_is_not_there_is_the_latest(client_as: Opener, territory: Any, asked: str) -> None:
    assert "Revue de projet 20" in _review(client_as("pilot"), territory, asked)


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(
    client_as: Opener, territory: Any, actors: list[Actor], commitment: Commitment, parties: list[Party]
) -> None:
    commitments.aim_at(commitment=commitment, one=actors[0], other=actors[1])
    Commitment.objects.update(title="=1+1", means="@SUM(A1)")
    answer = client_as("club").get(reverse("plans:table", args=[territory.slug]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    line = dict(zip(rows[0], rows[1], strict=True))
    assert line["engagement"] == "'=1+1"
    assert line["moyens"] == "'@SUM(A1)"
    assert line["qui"] == "Collège des Saules, Service social du Nord"
    assert line["liens visés"].endswith("À lire à la prochaine vague.")
    assert "college@exemple.fr" not in str(rows)


def test_the_review_is_for_those_who_write(client_as: Opener, territory: Any) -> None:
    for role, code in (("pilot", 200), ("contributor", 200), ("club", 404), ("national", 404)):
        for name in ("review", "review_file"):
            assert client_as(role).get(reverse(f"plans:{name}", args=[territory.slug])).status_code == code
