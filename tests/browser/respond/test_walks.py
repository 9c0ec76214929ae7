"""Somebody answers on a phone, in three languages, in two tabs, on two devices."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import DESK
from tests.browser.respond.walking import Begin, entries, walk


@pytest.mark.parametrize("language", ["fr", "ar", "tr"])
def test_a_whole_walk_on_a_phone(begin: Begin, language: str) -> None:
    from maillage.surveys.models import Answer, Sheet

    page = begin(language)
    assert page.locator("html").get_attribute("lang") == language
    walk(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/merci/")
    assert page.locator(".receipt strong").is_visible()
    assert Sheet.objects.get().submitted_at
    assert len(Answer.objects.get(kind="cooperation").value["ties"]) == 2


def test_what_is_chosen_is_sent_without_a_button_and_said_in_words(begin: Begin) -> None:
    page = begin()
    page.locator(".card__input").first.check(force=True)
    page.get_by_text("Enregistré sur le téléphone.").wait_for()
    page.get_by_text("Envoyé.", exact=True).wait_for()
    assert len(entries()[-1]["picked"]) == 1


def test_two_tabs_add_up_question_by_question(begin: Begin) -> None:
    page = begin()
    walk(page)
    other = page.context.new_page()
    base = page.url.removesuffix("/relire/")
    page.goto(f"{base}/1/")
    other.goto(f"{base}/3/")
    page.locator("input[name=partners]").nth(2).check(force=True)
    page.get_by_text("Envoyé.", exact=True).wait_for()
    other.locator(".card__input").nth(1).check(force=True)
    page.wait_for_timeout(2000)
    assert len(entries()[-1]["picked"]) == 3
    assert entries("obstacles")[-1] != entries("obstacles")[0]


def test_another_device_is_told_of(begin: Begin) -> None:
    phone, desk = begin(), begin(width=DESK)
    phone.locator("input[name=partners]").first.check(force=True)
    phone.get_by_text("Envoyé.", exact=True).wait_for()
    desk.locator("input[name=partners]").nth(3).check(force=True)
    desk.get_by_text("Un autre appareil avait répondu autrement").wait_for()


def test_a_name_is_found_among_many(begin: Begin, wave: Any) -> None:
    from maillage.surveys.models import Participation
    from maillage.territories.models import Actor, ActorStatus

    for n in range(8, 40):
        actor = Actor.objects.create(
            territory=wave.territory, name=f"Crèche Été {n}", sector="NGO", status=ActorStatus.VALIDATED
        )
        Participation.objects.create(wave=wave, actor=actor)
    page = begin()
    page.get_by_label("Chercher une structure").fill("creche ete 17")
    page.get_by_text("Structures trouvées : 1").wait_for()
    page.get_by_text("Crèche Été 17").click()
    page.get_by_text("Envoyé.", exact=True).wait_for()
    assert len(entries()[-1]["picked"]) == 1


def test_two_taps_on_the_button_go_one_screen_further(begin: Begin) -> None:
    page = begin()
    page.locator(".card__input").first.check(force=True)
    page.locator(".moves .button").first.dblclick()
    page.wait_for_url("**/feuille/2/")
    assert page.locator(".actor__name").count() == 1
    assert len(entries()[-1]["picked"]) == 1
    assert entries("level") == []
