"""Waves and answers: one territory, one roster, whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maillage.surveys import exports, imports, services
from maillage.surveys.models import Answer, Wave
from maillage.territories.models import Actor


@pytest.fixture
def wave(territory: Any, three_actors: list[Any]) -> Wave:
    return services.create_wave(
        territory=territory, label="Printemps", opened_on=date(2026, 3, 1), roster=three_actors
    )


def test_waves_are_numbered_in_their_territory(wave: Wave, territory: Any, other_territory: Any) -> None:
    second = services.create_wave(territory=territory, label="Été", opened_on=date(2026, 6, 1))
    elsewhere = services.create_wave(territory=other_territory, label="Printemps", opened_on=date(2026, 3, 1))
    assert (wave.number, second.number, elsewhere.number) == (1, 2, 1)


def test_a_wave_does_not_close_before_it_opens(territory: Any) -> None:
    with pytest.raises(ValidationError, match="La clôture vient après"):
        services.create_wave(
            territory=territory, label="X", opened_on=date(2026, 3, 1), closed_on=date(2026, 2, 1)
        )


def test_an_actor_of_elsewhere_does_not_enter(wave: Wave, other_territory: Any) -> None:
    stranger = Actor.objects.create(territory=other_territory, name="Ailleurs", sector="NGO")
    with pytest.raises(ValidationError):
        services.add_to_roster(wave=wave, actors=[stranger])


def test_answers_are_kept_whole_or_not_at_all(wave: Wave, three_actors: list[Any]) -> None:
    one, two, three = (actor.pk for actor in three_actors)
    with pytest.raises(ValidationError):
        services.record_answers(
            wave=wave, kind="cooperation", values={one: {"ties": {str(two): 2}}, two: {"ties": {str(one): 7}}}
        )
    assert not Answer.objects.exists()
    services.record_answers(wave=wave, kind="cooperation", values={one: {"ties": {str(two): 2}}})
    services.record_answers(wave=wave, kind="trust", values={one: {"ratings": {str(two): [4, 3, None]}}})
    services.record_answers(wave=wave, kind="cooperation", values={one: {"ties": {str(three): 3}}})
    assert Answer.objects.count() == 2
    assert wave.roster.filter(answered=True).count() == 1
    with pytest.raises(ValidationError):
        services.record_answers(wave=wave, kind="trust", values={0: {"ratings": {}}})


def test_the_ties_of_a_wave_come_back_from_a_file_and_trust_never_leaves(
    wave: Wave, three_actors: list[Any]
) -> None:
    one, two, three = (actor.pk for actor in three_actors)
    services.import_ties(wave=wave, ties=[(one, two, 2), (two, three, 4)], answered=[one, two, three])
    services.record_answers(wave=wave, kind="trust", values={three: {"ratings": {str(one): [4, 4, 4]}}})
    Actor.objects.filter(pk=two).update(objects_to_naming=True)
    before = {(s.pk, t.pk, level) for s, t, level in exports.ties_of(wave)}
    for extension in ("csv", "xlsx", "graphml"):
        content = exports.wave_ties(wave, extension)
        assert three_actors[1].name.encode() not in content
        imports.import_ties(wave=wave, content=content, options={"answered": "ALL"})
        assert {(s.pk, t.pk, level) for s, t, level in exports.ties_of(wave)} == before
