"""Who is missing: sectors, natures and ages, counted beside other territories, never a person nor a place."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.context.codes import Band
from maillage.context.services import note_action
from maillage.dashboard.missing import Missing, missing_in
from maillage.meetings.models import Registration
from maillage.meetings.services.gatherings import hold_meeting
from maillage.territories.codes import EngagementNature
from maillage.territories.models import Actor, Affiliation, Person, Territory


def _sector(found: Missing, label: str) -> Any:
    return next(each for each in found.sectors if each.label == label)


def _others(programme: Any, count: int, *, with_health: int) -> None:
    for rank in range(count):
        place = Territory.objects.create(
            programme=programme,
            name=f"Autre {rank}",
            slug=f"autre-{rank}",
            department="93",
            joined_on="2025-09-01",
        )
        for sector in ("EDUCATION", "HEALTH")[: 2 if rank < with_health else 1]:
            Actor.objects.create(territory=place, name=f"{sector} {rank}", sector=sector, status="VALIDATED")


def _came(territory: Any, *people: dict[str, Any]) -> None:
    start = timezone.now() - timedelta(days=30)
    meeting = hold_meeting(
        territory=territory,
        title="Une rencontre",
        place="Ici",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )
    for number, row in enumerate(people, 1):
        Registration.objects.create(
            meeting=meeting,
            number=number,
            key=uuid.uuid4(),
            token_digest=f"{meeting.pk}-{number}",
            code_digest=f"{meeting.pk}-{number}",
            registered_at=start,
            attended_at=start,
            **row,
        )


def test_a_sector_is_missing_when_most_others_have_it(
    programme: Any, territory: Any, three_actors: Any
) -> None:
    _others(programme, 6, with_health=3)
    found = missing_in(territory)
    health = _sector(found, "Santé")
    assert (health.actors, health.says, health.is_missing) == (0, "3 sur 6", True)
    assert "Santé" in found.words
    nowhere = [each for each in found.sectors if each.says == "0 sur 6" and not each.actors]
    assert nowhere
    assert not any(each.is_missing for each in nowhere)  # nobody has it: it is not expected here
    assert not _sector(found, "Éducation nationale").is_missing


def test_few_territories_are_not_counted(programme: Any, territory: Any, three_actors: Any) -> None:
    _others(programme, 4, with_health=4)
    assert _sector(missing_in(territory), "Santé").says == "–"


def test_people_are_told_without_pointing_at_the_few(territory: Any, three_actors: Any) -> None:
    for rank in range(6):
        Person.objects.create(
            territory=territory,
            name=f"Camille {rank}",
            natures=["PROFESSIONAL", *(["ELECTED"] if rank == 0 else [])],
        )
    _came(
        territory,
        *({"natures": ["PARENT"]} for _ in range(5)),
        {"actor": three_actors[0], "natures": ["PROFESSIONAL"]},
    )
    found = missing_in(territory)
    told = {each.label: (each.people, each.came, each.is_missing) for each in found.natures}
    assert told["À titre professionnel"] == ("6", "moins de 5", False)
    assert told["Élue ou élu"] == ("moins de 5", "personne", False)
    assert told["Parent"] == ("personne", "5", False)
    assert told["Bénévole"] == ("personne", "personne", True)
    assert (found.families, found.met) == ("5", 1)
    came = {each.label for each in found.sectors if each.came}
    assert came == {three_actors[0].get_sector_display(), "Familles et habitants"}
    assert three_actors[1].get_sector_display() in found.silent


def test_no_meeting_silences_nobody(territory: Any, three_actors: Any) -> None:
    assert missing_in(territory).silent == []


def test_ages_without_an_action(territory: Any) -> None:
    assert missing_in(territory).ages_without == []
    note_action(
        territory=territory, actors=[], label="Accueil", bands=["0-3", "3-6"], levels=["UNIVERSAL"], note=""
    )
    assert len(missing_in(territory).ages_without) == 4


@pytest.mark.parametrize(("role", "code"), [("pilot", 200), ("club", 200), ("national", 404)])
def test_members_read_who_is_missing(client_as: Any, territory: Any, role: str, code: int) -> None:
    assert client_as(role).get(reverse("overview:missing", args=[territory.slug])).status_code == code


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries(
    programme: Any, territory: Any, three_actors: Any, size: int
) -> None:
    with CaptureQueriesContext(connection) as bare:
        missing_in(territory)
    _others(programme, 5 * size, with_health=size)
    _came(territory, *({"natures": ["PARENT"]} for _ in range(size)))
    with CaptureQueriesContext(connection) as full:
        missing_in(territory)
    assert len(full) == len(bare)


def test_sectors_are_crossed_with_ages_and_natures(territory: Any, three_actors: Any) -> None:
    school = next(each for each in three_actors if each.sector == "EDUCATION")
    note_action(
        territory=territory, actors=[school], label="Accueil", bands=["3-6"], levels=["UNIVERSAL"], note=""
    )
    for name, natures, ends_on in (
        ("Une parente", ["PARENT"], None),
        ("Un élu", ["ELECTED"], timezone.localdate() - timedelta(days=9)),
    ):
        person = Person.objects.create(territory=territory, name=name, natures=natures)
        Affiliation.objects.create(person=person, actor=school, ends_on=ends_on)
    found = missing_in(territory)
    assert len(found.crossed) == len({each.sector for each in three_actors})
    row = next(each for each in found.crossed if sum(each.ages))
    assert [label for label, held in zip(found.bands, row.ages, strict=True) if held] == [
        str(Band("3-6").label)
    ]
    natures = [each.label for each, held in zip(found.natures, row.natures, strict=True) if held]
    assert natures == [str(EngagementNature("PARENT").label)], "who left is not there any more"
