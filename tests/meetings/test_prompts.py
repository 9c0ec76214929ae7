"""Lines put to the tables: dots that are counted, words that are guarded, nothing rewritten."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from maillage.meetings.models import Prompt, Saying, Table, Workshop
from maillage.meetings.queries.prompts import spoken_in
from maillage.meetings.services import close_workshop, hold_workshop, link_of, remove_workshop, seat_table
from maillage.meetings.services.prompts import STEPS, save_sayings, write_prompts

LINES = ("Des horaires pour les parents", "Deux contacts par structure", "Une porte après seize ans")


@pytest.fixture
def asked(territory: Any) -> Workshop:
    made = hold_workshop(
        territory=territory, title="Nos priorités", held_on=territory.joined_on, format="PRIORITIES"
    )
    write_prompts(workshop=made, lines=LINES)
    return made


@pytest.fixture
def seats(asked: Workshop) -> list[Table]:
    return [seat_table(workshop=asked, name=f"Table {n}", people=3) for n in (1, 2)]


def _pks(workshop: Workshop) -> list[int]:
    return list(workshop.prompts.values_list("pk", flat=True))  # type: ignore[attr-defined]


def test_dots_are_counted_and_reasons_read(
    asked: Workshop, seats: list[Table], django_assert_num_queries: Any
) -> None:
    first, second, _ = _pks(asked)
    save_sayings(table=seats[0], said={first: (5, "On travaille jusqu’à 18 h."), second: (4, "")})
    save_sayings(table=seats[1], said={first: (2, "")})
    save_sayings(table=seats[0], said={first: (5, "On travaille jusqu’à 18 h."), second: (3, "")})
    assert Saying.objects.count() == 4  # only what changed is written
    with django_assert_num_queries(3):
        told = spoken_in(asked)
        assert [(line.prompt.text, line.dots) for line in told] == list(zip(LINES, (7, 3, 0), strict=True))
    assert [(table.name, each.text) for table, each in told[0].reasons] == [
        ("Table 1", "On travaille jusqu’à 18 h."),
        ("Table 2", ""),
    ]


def test_a_table_has_three_dots_a_person(asked: Workshop, seats: list[Table]) -> None:
    first, second, _ = _pks(asked)
    with pytest.raises(ValidationError, match="trois par personne"):
        save_sayings(table=seats[0], said={first: (6, ""), second: (4, "")})
    assert not Saying.objects.exists()


def test_words_about_a_child_are_refused_and_the_rest_is_kept(asked: Workshop, seats: list[Table]) -> None:
    first, second, _ = _pks(asked)
    kept = save_sayings(
        table=seats[0], said={first: (1, "La mère de Lucas Martin l’a dit."), second: (2, "C’est urgent.")}
    )
    assert (kept.new, list(kept.refused)) == (1, [str(first)])
    assert Saying.objects.get().prompt_id == second


def test_a_line_that_was_spoken_of_stays(asked: Workshop, seats: list[Table]) -> None:
    first, *_ = _pks(asked)
    save_sayings(table=seats[0], said={first: (1, "")})
    with pytest.raises(ValidationError, match="cette ligne reste"):
        write_prompts(workshop=asked, lines=LINES[1:])
    write_prompts(workshop=asked, lines=("Une autre", *reversed(LINES)))
    assert [each.text for each in Prompt.objects.all()] == ["Une autre", *reversed(LINES)]
    with pytest.raises(ValidationError, match="ne se retire plus"):
        remove_workshop(workshop=asked)
    close_workshop(workshop=asked)
    with pytest.raises(ValidationError, match="clos"):
        save_sayings(table=seats[0], said={first: (2, "")})


@pytest.mark.parametrize(
    "lines", [[], ["  "], [f"Ligne {n}" for n in range(21)], ["Aider la mère de Lucas Martin"]]
)
def test_lines_are_few_and_name_nobody(asked: Workshop, lines: list[str]) -> None:
    with pytest.raises(ValidationError):
        write_prompts(workshop=asked, lines=lines)
    assert Prompt.objects.count() == 3


def test_a_line_of_another_workshop_is_refused(territory: Any, asked: Workshop, seats: list[Table]) -> None:
    other = hold_workshop(territory=territory, title="Autre", held_on=territory.joined_on, format="PATH")
    write_prompts(workshop=other, lines=STEPS)
    with pytest.raises(ValidationError, match="n’est pas de cet atelier"):
        save_sayings(table=seats[0], said={_pks(other)[0]: (1, "")})


def test_a_table_writes_on_a_phone(client: Client, asked: Workshop, seats: list[Table]) -> None:
    first, second, _ = _pks(asked)
    page = client.get(link_of(seats[0]), follow=True)
    assert "9 gommettes" in page.text
    url = page.redirect_chain[-1][0]
    said = {f"{first}-dots": "4", f"{first}-text": "Pour venir.", f"{second}-text": ""}
    assert "C’est gardé." in client.post(url, said, follow=True).text
    for dots, wrong in (("quatre", "des nombres de gommettes"), ("10", "il y en a trop")):
        page = client.post(url, said | {f"{first}-dots": dots})
        assert page.status_code == 422
        assert wrong in page.text
    assert Saying.objects.get().dots == 4
    assert client.get(reverse("tables:say", args=["inconnu"])).status_code == 404


def test_a_path_offers_its_steps(client_as: Any, client: Client, territory: Any) -> None:
    made = hold_workshop(territory=territory, title="Chemin", held_on=territory.joined_on, format="PATH")
    pilot, one = client_as("pilot"), [territory.slug, made.pk]
    url = reverse("meetings:prompts", args=one)
    assert STEPS[0] in pilot.get(url).text
    page = pilot.post(url, {"lines": "\n".join(STEPS)}, follow=True).text
    assert "Les lignes sont prêtes." in page
    table = seat_table(workshop=made, name="Parents", people=5)
    page = client.get(link_of(table), follow=True)
    assert "Gommettes" not in page.text
    client.post(page.redirect_chain[-1][0], {f"{_pks(made)[3]}-text": "Au téléphone, personne ne répond."})
    assert "Au téléphone, personne ne répond." in pilot.get(reverse("meetings:show", args=one)).text
    assert client_as("contributor").get(url).status_code == 404
