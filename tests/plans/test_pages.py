"""The pages of commitments: who opens them, and what a link lets one do."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.plans.models import Aim, Commitment, Party, Update
from maillage.plans.services import commitments, links
from maillage.territories.models import Actor

Opener = Callable[..., Client]
READ = {"list", "show", "ties", "resources", "institution"}
WRITE = {"add", "edit", "update", "party_add", "party_end", "aim_add"}


def _doors(territory: Any, party: Party) -> dict[str, str]:
    one = [territory.slug, party.commitment_id]
    return {
        **{name: reverse(f"plans:{name}", args=one[:1]) for name in ("list", "add", "ties", "resources")},
        **{
            name: reverse(f"plans:{name}", args=one)
            for name in ("show", "edit", "update", "party_add", "aim_add")
        },
        "party_end": reverse("plans:party_end", args=[*one, party.pk]),
        "party_link": reverse("plans:party_link", args=[*one, party.pk]),
        "institution": reverse("plans:institution", args=[territory.slug, party.actor_id]),
    }


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("facilitator", READ | WRITE | {"party_link"}),
        ("pilot", READ | WRITE | {"party_link"}),
        ("contributor", READ | WRITE),
        ("department", READ | WRITE),
        ("club", READ),
        ("national", set()),
    ],
)
def test_members_read_contributors_write(
    client_as: Opener, territory: Any, parties: list[Party], role: str, opened: set[str]
) -> None:
    client = client_as(role)
    answers = {name: client.get(url).status_code for name, url in _doors(territory, parties[0]).items()}
    assert {name for name, code in answers.items() if code == 200} == opened
    assert {code for name, code in answers.items() if name not in opened} <= {404}


def test_a_commitment_of_elsewhere_does_not_exist(
    client_as: Opener, other_territory: Any, parties: list[Party]
) -> None:
    pilot = client_as("pilot", on=other_territory)
    for name, url in _doors(other_territory, parties[0]).items():
        expected = 200 if name in {"list", "add", "ties", "resources"} else 404
        assert pilot.get(url).status_code == expected, name


def test_a_pilot_goes_from_a_priority_to_a_tie(
    client_as: Opener, territory: Any, priority: Any, actors: list[Actor], publish: Any
) -> None:
    pilot, place = client_as("pilot"), territory.slug
    page = pilot.get(reverse("plans:add", args=[place]), {"priorite": priority.pk}).text
    assert f'<option value="{priority.pk}" selected>' in page
    page = pilot.post(
        reverse("plans:add", args=[place]),
        {"title": "Une permanence", "due_on": "2030-06-01", "priority": priority.pk, "bands": ["11-15"]},
        follow=True,
    ).text
    assert "Dites maintenant qui le porte." in page
    made = Commitment.objects.get()
    one = [place, made.pk]
    pilot.post(
        reverse("plans:party_add", args=one),
        {"actor": actors[0].pk, "role": "HOLDER", "email": "a@exemple.fr"},
    )
    pilot.post(reverse("plans:aim_add", args=one), {"one": actors[0].pk, "other": actors[2].pk})
    pilot.post(
        reverse("plans:update", args=one),
        {"state": "ONGOING", "percent": 30, "text": "C’est lancé.", "key": uuid.uuid4()},
    )
    publish({0: {2: 2}, 2: {0: 2}})
    page = pilot.get(reverse("plans:show", args=one)).text
    for told in ("Une porte ouverte sans rendez-vous.", "C’est lancé.", "30\u00a0%", "Nouveau", "on échange"):
        assert told in page
    assert "a@exemple.fr" not in page
    assert (
        pilot.get(reverse("territories:show", args=[place])).text.count(reverse("plans:list", args=[place]))
        == 1
    )
    pilot.post(reverse("plans:aim_drop", args=[*one, Aim.objects.get().pk]))
    assert not Aim.objects.exists()


def test_what_somebody_wrote_meanwhile_is_not_lost(
    client_as: Opener, territory: Any, commitment: Commitment
) -> None:
    pilot, url = client_as("pilot"), reverse("plans:edit", args=[territory.slug, commitment.pk])
    said = {
        "title": commitment.title,
        "due_on": "2030-06-01",
        "priority": commitment.priority_id,
        "means": "Deux salles",
        "seen": commitments.print_of(commitment),
    }
    Commitment.objects.filter(pk=commitment.pk).update(means="Une salle")
    page = pilot.post(url, said).text
    assert "Quelqu’un a modifié" in page
    assert "Deux salles" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert pilot.post(url, said | {"seen": seen}).status_code == 302
    commitment.refresh_from_db()
    assert commitment.means == "Deux salles"


def test_one_taken_out_of_the_lists_comes_back(
    client_as: Opener, territory: Any, commitment: Commitment
) -> None:
    pilot, one = client_as("pilot"), [territory.slug, commitment.pk]
    page = pilot.post(reverse("plans:remove", args=one), follow=True).text
    assert "1\u00a0engagement retiré" in page
    assert client_as("club").get(reverse("plans:show", args=one)).status_code == 404
    page = pilot.post(reverse("plans:remove", args=one), follow=True).text
    assert "L’engagement est revenu." in page


# --- By a link -------------------------------------------------------------------------------------
def _link(name: str, party: Party) -> str:
    return reverse(f"holding:{name}", args=[links.token_of(party)])


def test_a_holder_says_where_it_stands_without_an_account(
    client: Client, client_as: Opener, territory: Any, parties: list[Party]
) -> None:
    url = _link("show", parties[0])
    page = client.get(url).text
    key = page.partition('name="key" value="')[2].partition('"')[0]
    for _ in range(2):  # a page sent twice
        page = client.post(
            url, {"state": "ONGOING", "percent": 25, "text": "Une salle est prêtée.", "key": key}, follow=True
        ).text
    assert "Merci, c’est gardé." in page
    assert Update.objects.get().party == parties[0]
    listed = (
        client_as("pilot").get(reverse("plans:show", args=[territory.slug, parties[0].commitment_id])).text
    )
    assert "Une salle est prêtée." in listed


def test_giving_up_without_a_word_is_asked_again(client: Client, parties: list[Party]) -> None:
    said = {"state": "GIVEN_UP", "percent": 10, "key": uuid.uuid4()}
    page = client.post(_link("show", parties[0]), said).text
    assert "Dites pourquoi" in page
    assert not Update.objects.exists()


def test_words_about_a_child_are_told_to_be_read_first(client: Client, parties: list[Party]) -> None:
    said = {
        "state": "ONGOING",
        "percent": 10,
        "text": "La mère de Lucas Martin est venue.",
        "key": uuid.uuid4(),
    }
    page = client.post(_link("show", parties[0]), said, follow=True).text
    assert "le tiers facilitateur les relit" in page
    assert "Lucas" not in page


def test_agreeing_then_changing_ones_mind(client: Client, parties: list[Party]) -> None:
    url = _link("agree", parties[0])
    client.post(url, {"public": "on"})
    party = Party.objects.get(pk=parties[0].pk)
    assert (party.agreed_at is not None, party.agrees_public, party.agrees_tie) == (True, True, False)
    client.post(url, {})
    assert not Party.objects.get(pk=party.pk).agrees_public


def test_stopping_reminders_takes_one_button(client: Client, parties: list[Party]) -> None:
    page = client.post(_link("reminders", parties[0]), {"stop": "yes"}, follow=True).text
    assert "Vous ne recevez plus de rappel." in page
    assert client.get(_link("reminders", parties[0])).status_code == 405


def test_handing_on_closes_the_link(client: Client, parties: list[Party]) -> None:
    page = client.post(_link("hand_on", parties[0]), {"email": "suite@exemple.fr"}).text
    assert "La personne qui prend la suite a reçu son lien." in page
    assert client.get(_link("show", parties[0])).status_code == 404


def test_a_link_of_nobody_opens_nothing(client: Client, parties: list[Party], commitment: Commitment) -> None:
    assert client.get(reverse("holding:show", args=["inconnu"])).status_code == 404
    commitments.remove_commitment(commitment=commitment)
    assert client.get(_link("show", parties[0])).status_code == 404


def test_a_new_link_kills_the_one_that_went_astray(
    client: Client, client_as: Opener, territory: Any, parties: list[Party]
) -> None:
    url = reverse("plans:party_link", args=[territory.slug, parties[1].commitment_id, parties[1].pk])
    pilot = client_as("pilot")
    assert links.link_of(parties[1]) in pilot.get(url).text
    page = pilot.post(url, follow=True).text
    assert "L’ancien ne s’ouvre plus." in page
    assert client.get(_link("show", parties[1])).status_code == 404
    assert links.link_of(Party.objects.get(pk=parties[1].pk)) in page


# --- The public ------------------------------------------------------------------------------------
def test_the_public_reads_no_more_than_was_accepted(
    client: Client, territory: Any, commitment: Commitment, parties: list[Party]
) -> None:
    url = reverse("public_plans:list", args=[territory.slug])
    assert client.get(url).status_code == 404
    for party in parties:
        links.agree(party=party, public=True, tie=False)
    Commitment.objects.update(means="Un budget discret", due_on=timezone.localdate() + timedelta(days=9))
    Update.objects.create(
        commitment=commitment,
        state="ONGOING",
        percent=20,
        text="Mots du groupe",
        key=uuid.uuid4(),
        said_at=timezone.now(),
    )
    page = client.get(url).text
    assert commitment.title in page
    assert "Collège des Saules" in page
    for kept in ("Un budget discret", "Mots du groupe", "college@exemple.fr"):
        assert kept not in page
