"""A meeting: registering on a phone without a script, and minutes by two hands while the line fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.conftest import PHONE, Visit
from tests.browser.test_pages import NARROW, _overflow, _violations


@pytest.fixture
def meeting(live_server: Any, territory: Any) -> Any:
    """A meeting that began, with one point, open."""
    from maillage.meetings.services.gatherings import (
        AgendaLine,
        hold_meeting,
        open_registrations,
        write_agenda,
    )

    start = timezone.now() - timedelta(minutes=10)
    made = hold_meeting(
        territory=territory,
        title="Rentrée",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Maison de quartier",
    )
    open_registrations(meeting=made, opened=True)
    write_agenda(meeting=made, lines=[AgendaLine(None, "Les horaires", 20, "La coordination")])
    return made


def _here(visit: Visit, meeting: Any, page: str = "") -> str:
    return f"{visit.base}/territoires/{meeting.territory.slug}/rencontres/{meeting.pk}/{page}"


def _versions() -> list[str]:
    from maillage.meetings.models import MinutesRevision

    return list(MinutesRevision.objects.order_by("number").values_list("text", flat=True))


def test_minutes_typed_without_network_arrive_after(visit: Visit, meeting: Any, make_user: Any) -> None:
    one, two = visit.enter_as(make_user("pilot")), visit.enter_as(make_user("contributor"))
    for page in (one, two):
        page.goto(_here(visit, meeting, "compte-rendu/"))
    one.context.set_offline(True)
    one.get_by_label("Les horaires").fill("Écrit sans réseau.")
    one.get_by_role("button", name="Garder").click()
    one.get_by_text("Pas de réseau.").wait_for()
    two.get_by_label("Les horaires").fill("Écrit par l’autre main.")
    two.get_by_role("button", name="Garder").click()
    two.get_by_text("Tout est gardé.").wait_for()
    context = one.context
    one.close()  # the tab is closed before the network is back

    context.set_offline(False)
    again = context.new_page()
    again.goto(_here(visit, meeting, "compte-rendu/"))
    again.get_by_text("Quelqu’un avait écrit entre-temps").wait_for()
    assert again.get_by_label("Les horaires").input_value() == "Écrit sans réseau."
    assert _versions() == ["Écrit par l’autre main.", "Écrit sans réseau."]
    assert again.evaluate("localStorage.length") == 0
    again.get_by_label("Les horaires").fill("Le petit Kévin ne vient plus.")
    again.get_by_role("button", name="Garder").click()
    again.locator("[data-said]", has_text="nomme quelqu’un").wait_for()
    assert again.evaluate("localStorage.length") == 0  # what was refused is not kept here either
    assert _violations(again) == []
    visit.complaints.clear()  # the browser says that the line failed: that was the point


def test_minutes_are_kept_without_a_script(visit: Visit, meeting: Any, make_user: Any) -> None:
    page = visit.enter_as(make_user("pilot"), javascript=False, width=PHONE)
    page.goto(_here(visit, meeting, "compte-rendu/"))
    page.get_by_label("Les horaires").fill("Écrit sans script.")
    page.get_by_role("button", name="Garder").click()
    page.get_by_text("C’est gardé.").wait_for()
    assert _versions() == ["Écrit sans script."]


def test_one_comes_with_a_phone_and_no_account(visit: Visit, meeting: Any) -> None:
    from maillage.meetings.services.attendance import door_link
    from maillage.meetings.services.gatherings import link_of

    page = visit.open(link_of(meeting), width=NARROW)
    found, wide = _violations(page), [_overflow(page)]
    page.get_by_label("Comment on vous appelle").fill("Aïcha")
    page.get_by_label("Parent").check()
    page.get_by_role("button", name="M’inscrire").click()
    page.get_by_text("Votre place est prise.").wait_for()
    found, wide = found + _violations(page), [*wide, _overflow(page)]
    page.get_by_role("button", name="Je suis là").click()
    page.get_by_text("Vous êtes là.").wait_for()
    page.goto(visit.base + door_link(meeting))
    found, wide = found + _violations(page), [*wide, _overflow(page)]
    assert found == []
    assert max(wide) <= 0


def test_the_desk_reads_well(visit: Visit, meeting: Any, make_user: Any) -> None:
    page, found = visit.enter_as(make_user("pilot"), width=NARROW), []
    for name in ("", "inscriptions/", "ordre-du-jour/", "accueil/", "presences/", "pieces/joindre/"):
        assert page.goto(_here(visit, meeting, name)).status == 200, name
        found += _violations(page)
        assert _overflow(page) <= 0, name
    assert found == []
