"""A wave from its opening by a pilot to its figures, as each one lives it: on a phone in three languages, without a
network, on paper, with a mediator; reminded, then closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from maillage.core import outbox
from maillage.diagnosis.services import compute, request_diagnosis
from maillage.surveys import tokens
from maillage.surveys.models import Mode, Sheet, Wave
from maillage.surveys.paper import numbers
from maillage.surveys.queries.waves import participation_of
from maillage.surveys.services import collecting
from maillage.territories.models import Actor, ActorStatus, Affiliation, Person
from tests.browser.conftest import PHONE, TODAY, Visit
from tests.browser.respond.walking import SCREEN, fill, ready_for_no_network, walk

NAMES = [
    "Collège des Saules",
    "PMI du Centre",
    "Ludothèque",
    "Centre social",
    "Club de judo",
    "Foyer des jeunes",
]
IN_LANGUAGES = ["fr", "ar", "tr"]


@pytest.fixture
def actors(territory: Any) -> list[Actor]:
    """Six organisations, each with somebody to write to."""
    found = []
    for n, name in enumerate(NAMES):
        actor = Actor.objects.create(
            territory=territory, name=name, sector="NGO", status=ActorStatus.VALIDATED
        )
        person = Person.objects.create(territory=territory, name=f"Personne {n}", email=f"p{n}@exemple.fr")
        Affiliation.objects.create(person=person, actor=actor, starts_on=TODAY)
        found.append(actor)
    return found


@pytest.fixture
def phone(chromium: Any) -> Iterator[Callable[[str], Any]]:
    """`phone(address)`: another person's phone, opened there."""
    contexts: list[Any] = []

    def take(address: str, language: str = "fr") -> Any:
        contexts.append(chromium.new_context(viewport={"width": PHONE, "height": 800}, locale=language))
        contexts[-1].set_default_timeout(30_000)
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield take
    for context in contexts:
        context.close()


def press(page: Any, name: str) -> None:
    """A button, and the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def open_the_wave(page: Any, root: str) -> None:
    """What a pilot does, from nothing to invitations sent."""
    page.goto(f"{root}nouvelle/")
    page.locator("#id_label").fill("Automne")
    press(page, "Créer la vague")
    page.goto(f"{root}1/recueillir/")
    for language in ("العربية", "Türkçe"):
        page.get_by_label(language).check()
    press(page, "Enregistrer")
    press(page, "Ouvrir la vague")
    page.goto(f"{root}1/invitations/")
    press(page, "Inviter tous ceux qui ont une adresse")
    outbox.deliver()


def mailed(visit: Visit, person: int, subject: str) -> str:
    """The address in the mail that a person finds in the mailbox of the demo."""
    page = visit.open("/courrier/")
    rows = page.locator("tbody tr").filter(has_text=f"p{person}@exemple.fr").filter(has_text=subject)
    rows.first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/courrier/\d+/"))
    address = str(page.locator(".prose a[href*='/r/']").first.get_attribute("href"))
    page.context.close()
    return address


def begin(page: Any) -> None:
    page.locator("main form .button").last.click()
    page.wait_for_url(SCREEN)


def send(page: Any) -> None:
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")


def answer_without_a_network(page: Any) -> None:
    """The first screen with the network, the next without, and back."""
    begin(page)
    ready_for_no_network(page)
    fill(page)
    page.context.set_offline(True)
    page.locator(".moves .button").first.click()
    page.locator("[data-shell] form").wait_for()  # the next screen, drawn by the phone alone
    page.context.set_offline(False)
    page.locator("[data-shell]").wait_for(state="detached")  # it notices by itself, and sends what it kept
    walk(page)
    send(page)


def answer_with_a_mediator(page: Any, root: str, participation: Any) -> None:
    """The phone is lent; the code of a letter opens the sheet; nothing is left when it is handed back."""
    code = collecting.invite(participation=participation).code
    page.goto(f"{root}1/accompagner/")
    press(page, "Fermer ma session et prêter l’appareil")
    page.locator("#code").fill(tokens.printed(code))
    press(page, "Commencer")
    walk(page)
    send(page)
    page.get_by_role("button", name="Terminer et rendre l’appareil").click()
    page.wait_for_url("**/r/?accompagne=1")


def type_a_sheet(page: Any, root: str, participation: Any) -> None:
    """A sheet filled with a biro, typed back."""
    page.goto(f"{root}1/papier/saisie/")
    page.wait_for_selector(":focus")
    for keys in ([numbers.printed(numbers.number_of(participation))], ["3", "2"], []):
        for key in keys:
            page.keyboard.type(key)
            if len(key) == 1:
                page.keyboard.press("Tab")
        page.wait_for_selector(":focus")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_selector(":focus")


def read_the_figures(pilot: Any, facilitator: Any, root: str, wave: Wave) -> None:
    """Computed, read over and published by the facilitator; then the pilot reads it."""
    asked = request_diagnosis(wave=wave, user=None, seed=1, replicates=50)
    compute(diagnosis_id=asked.pk)
    facilitator.goto(f"{root}{asked.pk}/")
    assert "6 acteurs ont répondu sur 6." in " ".join(facilitator.locator("main").inner_text().split())
    facilitator.get_by_role("button", name="Publier").click()
    facilitator.wait_for_load_state()
    pilot.goto(f"{root}{asked.pk}/")
    told = " ".join(pilot.locator("main").inner_text().split())
    assert "12 liens déclarés" in told
    assert "une façon de répondre a servi à moins de 5 structures" in told


def test_a_wave_is_lived_from_end_to_end(
    visit: Visit,
    phone: Callable[..., Any],
    territory: Any,
    actors: list[Actor],
    make_user: Callable[..., Any],
    settings: Any,
) -> None:
    settings.DEMO = True
    root = f"{visit.base}/territoires/{territory.slug}/vagues/"
    pilot = visit.enter_as(make_user("pilot"))
    open_the_wave(pilot, root)
    wave = Wave.objects.get()
    roster = {each.actor_id: each for each in wave.roster.all()}

    for person, language in enumerate(IN_LANGUAGES):
        page = phone(f"{mailed(visit, person, 'Votre invitation')}?langue={language}", language)
        assert page.locator("html").get_attribute("lang") == language
        begin(page)
        walk(page)
        send(page)
    answer_without_a_network(phone(mailed(visit, 3, "Votre invitation")))
    type_a_sheet(pilot, root, roster[actors[4].pk])

    facilitator = visit.enter_as(make_user("facilitator"))
    facilitator.goto(f"{root}1/suivi/relances/")
    press(facilitator, "Relancer pour commencer")
    outbox.deliver()
    assert "/r/" in mailed(visit, 5, "Il est encore temps")
    answer_with_a_mediator(visit.enter_as(make_user("pilot"), width=PHONE), root, roster[actors[5].pk])

    modes = sorted(Sheet.objects.filter(submitted_at__isnull=False).values_list("mode", flat=True))
    assert modes == sorted([Mode.ALONE] * 4 + [Mode.PAPER, Mode.ASSISTED])
    assert set(Sheet.objects.values_list("language", flat=True)) == set(IN_LANGUAGES)

    pilot.goto(f"{root}1/recueillir/")
    press(pilot, "Fermer maintenant")
    total, _ = participation_of(Wave.objects.get())
    assert (total.asked, total.answered) == (6, 6)
    read_the_figures(pilot, facilitator, f"{visit.base}/territoires/{territory.slug}/diagnostics/", wave)
