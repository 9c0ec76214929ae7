"""Listed actors are told; from their link, without an account, they correct their card or object to being named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from maillage.core.models import Mail
from maillage.programmes.held_texts.services import decide
from maillage.programmes.models import HeldText
from maillage.territories import services, telling
from maillage.territories.models import Actor, Telling, Territory


@pytest.fixture
def listed(territory: Territory, three_actors: list[Actor]) -> list[Actor]:
    """The first actor has somebody with an address; the others can only be told by a letter."""
    services.add_person(
        territory=territory,
        name="Alix Durand",
        natures=["PROFESSIONAL"],
        email="alix@exemple.fr",
        actor=three_actors[0],
    )
    return three_actors


def at(name: str, territory: Territory) -> str:
    return reverse(f"territories:{name}", args=[territory.slug])


def link_of(actor: Actor) -> str:
    return "/" + telling.address_of(actor).split("://", 1)[1].split("/", 1)[1]


def test_each_is_told_once_by_mail_or_by_letter(
    listed: list[Actor], territory: Territory, client_as: Callable[..., Client]
) -> None:
    client = client_as("pilot")
    page = client.get(at("telling", territory)).content.decode()
    assert "3\u00a0acteurs listés ne sont pas encore prévenus" in page
    for _ in range(2):
        client.post(at("telling", territory))
    mail = Mail.objects.get(kind="listed")
    assert (mail.recipient, mail.space) == ("alix@exemple.fr", territory.programme.slug)
    assert telling.address_of(listed[0]) in mail.body
    letters = client.get(at("telling_letters", territory)).content.decode()
    assert [telling.address_of(actor) in letters for actor in listed] == [False, True, True]
    assert Telling.objects.count() == 1, "printing is not handing over"
    client.post(at("telling_letters", territory))
    assert set(Telling.objects.values_list("actor__name", "way")) == {
        ("Collège des Saules", "MAIL"),
        ("PMI du Centre", "LETTER"),
        ("Centre social La Passerelle", "LETTER"),
    }
    assert "Tous les acteurs listés sont prévenus" in client.get(at("telling", territory)).content.decode()


@pytest.mark.parametrize("role", ["department", "contributor", "club", "national"])
def test_only_managers_tell(territory: Territory, client_as: Callable[..., Client], role: str) -> None:
    client = client_as(role)
    assert {client.get(at(name, territory)).status_code for name in ("telling", "telling_letters")} == {404}
    assert client.post(at("telling_decide", territory)).status_code == 404


def test_the_link_opens_one_card_and_no_other(listed: list[Actor], client: Client) -> None:
    answer = client.get(link_of(listed[1]))
    assert "PMI du Centre" in answer.content.decode()
    assert "Collège des Saules" not in answer.content.decode()
    assert not Telling.objects.exists(), "a mail scanner changes nothing"
    token = link_of(listed[1]).strip("/").split("/")[-1]
    other = f"{listed[0].pk}-{token.split('-')[1]}"
    for wrong in (other, token[:-1], token + "0", "inconnu", "9999999999999999-a", "²-a"):
        assert client.get(reverse("territories:card", args=[wrong])).status_code == 404
    services.archive_actor(actor=listed[1])
    assert client.get(link_of(listed[1])).status_code == 404


def test_an_old_secret_key_still_opens_the_letters(
    listed: list[Actor], client: Client, settings: Any
) -> None:
    link = link_of(listed[0])
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert client.get(link).status_code == 200


def test_one_objects_from_the_link_and_may_come_back(listed: list[Actor], client: Client) -> None:
    Actor.objects.filter(pk=listed[1].pk).update(
        name="Mme Durand"
    )  # an old card, that no rule would accept now
    for choice, objects in (("no", True), ("yes", False)):
        client.post(link_of(listed[1]), {"naming": choice})
        assert Actor.objects.get(pk=listed[1].pk).objects_to_naming is objects


def test_a_correction_waits_for_a_manager(
    listed: list[Actor], territory: Territory, client: Client, client_as: Callable[..., Client]
) -> None:
    said = {
        "correct": "1",
        "name": "Collège du Saule",
        "sector": "CULTURE_SPORT",
        "email": "accueil@exemple.fr",
    }
    assert "va lire votre demande" in client.post(link_of(listed[0]), said, follow=True).content.decode()
    assert Actor.objects.get(pk=listed[0].pk).name == "Collège des Saules"
    pilot, row = client_as("pilot"), Telling.objects.get()
    page = pilot.get(at("telling", territory)).content.decode()
    assert "«\u00a0Collège du Saule\u00a0»" in page
    pilot.post(at("telling_decide", territory), {"telling": row.pk, "accept": "1"})
    card = Actor.objects.get(pk=listed[0].pk)
    assert (card.name, card.sector) == ("Collège du Saule", "CULTURE_SPORT")
    assert card.affiliations.get().person.email == "accueil@exemple.fr"  # type: ignore[attr-defined]
    row.refresh_from_db()
    assert (row.asked_name, row.asked_sector, row.asked_email, row.asked_at) == ("", "", "", None)


def test_an_address_without_anybody_waits_and_a_request_is_set_aside(
    listed: list[Actor], territory: Territory, client_as: Callable[..., Client]
) -> None:
    telling.ask_correction(actor=listed[1], email="pmi@exemple.fr")
    row = Telling.objects.get()
    assert telling.accept_correction(telling=row) is False
    row.refresh_from_db()
    assert row.asked_email == "pmi@exemple.fr"
    client_as("pilot").post(at("telling_decide", territory), {"telling": row.pk, "accept": "0"})
    row.refresh_from_db()
    assert (row.asked_email, row.asked_at) == ("", None)


def test_another_territory_decides_nothing(
    listed: list[Actor], other_territory: Territory, client_as: Callable[..., Client]
) -> None:
    telling.ask_correction(actor=listed[1], name="PMI")
    row = Telling.objects.get()
    client = client_as("pilot", on=other_territory)
    assert (
        client.post(at("telling_decide", other_territory), {"telling": row.pk, "accept": "1"}).status_code
        == 404
    )
    assert Actor.objects.get(pk=listed[1].pk).name == "PMI du Centre"


@pytest.mark.parametrize("name", ["Mme Durand", "pmi@exemple.fr", "PMI 06 12 34 56 78"])
def test_a_person_is_refused(listed: list[Actor], client: Client, name: str) -> None:
    answer = client.post(link_of(listed[1]), {"correct": "1", "name": name, "sector": "HEALTH", "email": ""})
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Telling.objects.exclude(asked_name="").exists()


def test_a_name_that_may_be_a_child_s_is_read_first(
    listed: list[Actor], make_user: Callable[..., Any]
) -> None:
    name = "La classe de Lina"
    assert telling.ask_correction(actor=listed[1], name=name) is False
    assert Telling.objects.get().asked_name == ""
    decide(held=HeldText.objects.get(), user=make_user("facilitator"), state="FALSE_ALARM")
    assert Telling.objects.get().asked_name == name


def test_nothing_asked_is_nothing_to_decide(listed: list[Actor]) -> None:
    telling.ask_correction(actor=listed[1], name=" PMI  du Centre ", sector="DEPARTMENT")
    assert Telling.objects.get().asked_at is None
    with pytest.raises(ValidationError) as refused:
        telling.ask_correction(actor=listed[1], email="non")
    assert list(refused.value.message_dict) == ["email"]


def test_the_page_costs_the_same_with_three_and_thirty(
    listed: list[Actor], territory: Territory, django_assert_num_queries: Any
) -> None:
    for size in (3, 30):
        for i in range(size):
            actor = Actor.objects.create(
                territory=territory, name=f"{size} structure {i}", sector="NGO", status="VALIDATED"
            )
            services.add_person(
                territory=territory,
                name="A B",
                natures=["PARENT"],
                email=f"{size}-{i}@exemple.fr",
                actor=actor,
            )
        with django_assert_num_queries(2):
            assert len(telling.told_of(territory).by_mail) >= size
