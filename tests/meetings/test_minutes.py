"""Minutes by several hands: nothing that anybody wrote is lost, nothing is kept twice, no child is named."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from maillage.meetings.models import AgendaItem, Decision, Meeting, MeetingFile, MinutesRevision
from maillage.meetings.queries.minutes import latest_minutes
from maillage.meetings.services.gatherings import AgendaLine, write_agenda
from maillage.meetings.services.minutes import (
    Written,
    note_decision,
    write_minutes,
)
from maillage.meetings.services.registrations import forget_people
from maillage.territories.services import merge_actors

Opener = Callable[..., Client]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def points(meeting: Meeting) -> list[int]:
    write_agenda(meeting=meeting, lines=[AgendaLine(None, f"Point {name}") for name in "abc"])
    return list(AgendaItem.objects.order_by("position").values_list("pk", flat=True))


def _write(meeting: Meeting, *, key: uuid.UUID | None = None, **texts: tuple[str, int]) -> Written:
    said = {int(name[1:]): text for name, text in texts.items()}
    return write_minutes(meeting=meeting, texts=said, key=key or uuid.uuid4(), user=None)


def _read(meeting: Meeting) -> dict[int, str]:
    return {point: each.text for point, each in latest_minutes(meeting).items()}


def _url(meeting: Meeting, name: str, *more: int) -> str:
    return reverse(f"gatherings:{name}", args=[meeting.territory.slug, meeting.pk, *more])


def test_a_box_left_as_it_was_covers_nobody(meeting: Meeting, points: list[int]) -> None:
    a, b, _ = points
    _write(meeting, **{f"p{a}": ("Un", 0), f"p{b}": ("", 0)})
    said = _write(meeting, **{f"p{a}": ("", 0), f"p{b}": ("Deux", 0)})  # another screen, opened before

    assert not said.over
    assert _read(meeting) == {a: "Un", b: "Deux"}


def test_who_writes_over_somebody_is_told_and_both_are_kept(meeting: Meeting, points: list[int]) -> None:
    a = points[0]
    _write(meeting, **{f"p{a}": ("La première main.", 0)})
    said = _write(meeting, **{f"p{a}": ("La seconde main.", 0)})

    assert said.over == {a: 1}
    rows = MinutesRevision.objects.filter(item=a).order_by("number")
    assert [(each.text, each.over) for each in rows] == [("La première main.", None), ("La seconde main.", 1)]


def test_a_sending_repeated_is_kept_once_even_after_somebody_else(
    meeting: Meeting, points: list[int]
) -> None:
    a, key = points[0], uuid.uuid4()
    _write(meeting, key=key, **{f"p{a}": ("Deux heures sans réseau.", 0)})
    _write(meeting, **{f"p{a}": ("Deux heures sans réseau. Puis la suite.", 1)})
    _write(meeting, key=key, **{f"p{a}": ("Deux heures sans réseau.", 0)})

    assert _read(meeting)[a].endswith("la suite.")
    assert MinutesRevision.objects.count() == 2


def test_a_text_taken_back_is_the_last_one(meeting: Meeting, points: list[int]) -> None:
    a, key = points[0], uuid.uuid4()
    for seen, text in enumerate(("A", "B", "A")):
        _write(meeting, key=key, **{f"p{a}": (text, seen)})
    assert _read(meeting)[a] == "A"


def test_a_child_is_refused_and_the_rest_is_kept(meeting: Meeting, points: list[int]) -> None:
    a, b, _ = points
    said = _write(meeting, **{f"p{a}": ("Le petit Kévin ne vient plus.", 0), f"p{b}": ("On continue.", 0)})
    assert set(said.refused) == {a}
    assert _read(meeting) == {b: "On continue."}
    with pytest.raises(ValidationError, match="nomme quelqu’un"):
        note_decision(meeting=meeting, text="Appeler la mère de Kévin.")
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_lose_nothing(meeting: Meeting, points: list[int]) -> None:
    errors: list[Exception] = []

    def hand(name: str) -> None:
        try:
            for n in range(5):
                _write(meeting, **{f"p{points[0]}": (f"{name} {n}", 0)})
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand, args=(name,)) for name in ("Une", "Autre")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert not errors
    rows = list(MinutesRevision.objects.order_by("number"))
    assert [each.number for each in rows] == list(range(1, 11))
    assert {each.text for each in rows} == {f"{name} {n}" for name in ("Une", "Autre") for n in range(5)}


def test_a_point_on_which_one_wrote_is_not_taken_away(meeting: Meeting, points: list[int]) -> None:
    a, b, c = points
    _write(meeting, **{f"p{a}": ("Un", 0)})
    with pytest.raises(ValidationError, match="ne se retire plus"):
        write_agenda(meeting=meeting, lines=[AgendaLine(a, "")])
    write_agenda(
        meeting=meeting, lines=[AgendaLine(c, "Point c"), AgendaLine(a, "Point a"), AgendaLine(b, "")]
    )
    assert list(AgendaItem.objects.order_by("position").values_list("pk", flat=True)) == [c, a]


@pytest.mark.parametrize(
    ("role", "writes"),
    [
        ("facilitator", True),
        ("pilot", True),
        ("contributor", True),
        ("department", True),
        ("club", False),
        ("national", False),
    ],
)
def test_those_who_contribute_write(
    client_as: Opener, meeting: Meeting, points: list[int], role: str, writes: bool
) -> None:
    client, code = client_as(role), 200 if writes else 404
    for url in (_url(meeting, "minutes"), _url(meeting, "decide"), _url(meeting, "versions", points[0])):
        assert client.get(url).status_code == code
    manages = role in {"facilitator", "pilot"}
    assert client.get(_url(meeting, "join")).status_code == (200 if manages else 404)


def test_the_page_keeps_what_is_sent_and_answers_a_script(
    client_as: Opener, meeting: Meeting, points: list[int]
) -> None:
    client, a, b = client_as("contributor"), points[0], points[1]
    said = {
        "key": str(uuid.uuid4()),
        f"text-{a}": "On se retrouve.",
        f"seen-{a}": 0,
        f"text-{b}": "Lina, 8 ans, pleure.",
    }
    page = client.post(_url(meeting, "minutes"), said).content.decode()
    assert "Lina, 8 ans" in page  # still in the box, kept nowhere
    assert "nomme quelqu’un" in page
    assert _read(meeting) == {a: "On se retrouve."}
    answer = client.post(_url(meeting, "minutes"), said, headers={"Accept": "application/json"}).json()
    assert answer["maillage"] == 1
    assert answer["numbers"][str(a)] == 1
    assert str(b) in answer["refused"]
    shown = client_as("club").get(_url(meeting, "show")).content.decode()
    assert "On se retrouve." in shown


def test_decisions_are_noted_with_who_follows_and_withdrawn(
    client_as: Opener, meeting: Meeting, three_actors: list[Any]
) -> None:
    pilot = client_as("pilot")
    said = {"text": "Ouvrir un café des parents.", "follower": str(three_actors[2].pk)}
    page = pilot.post(_url(meeting, "decide"), said, follow=True).content.decode()
    assert "Suit\u00a0: Centre social La Passerelle." in page
    made = Decision.objects.get()
    merge_actors(keep=three_actors[1], duplicate=three_actors[2])
    assert "Suit\u00a0: PMI du Centre." in pilot.get(_url(meeting, "show")).content.decode()
    assert client_as("contributor").get(_url(meeting, "withdraw", made.pk)).status_code == 404
    page = pilot.post(_url(meeting, "withdraw", made.pk), follow=True).content.decode()
    assert "café des parents" not in page.split("La décision est retirée.")[1]
    assert Decision.objects.get().removed_at


def test_the_photo_of_the_sheet_is_for_those_who_lead_and_goes_with_the_names(
    client_as: Opener, meeting: Meeting, start: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    pilot, contributor = client_as("pilot"), client_as("contributor")
    for title, sort in (("Le tableau", "PAPER"), ("La feuille signée", "SHEET")):
        file = SimpleUploadedFile("photo.png", PNG)
        pilot.post(_url(meeting, "join"), {"title": title, "sort": sort, "file": file})
    paper, sheet = MeetingFile.objects.order_by("pk")
    assert contributor.get(_url(meeting, "piece", paper.pk)).status_code == 200
    assert contributor.get(_url(meeting, "piece", sheet.pk)).status_code == 404
    assert "La feuille signée" not in contributor.get(_url(meeting, "show")).content.decode()
    assert pilot.get(_url(meeting, "piece", sheet.pk)).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        forget_people(now=start + timedelta(days=95))

    assert [each.pk for each in MeetingFile.objects.all()] == [paper.pk]
    assert default_storage.exists(paper.file.name)
    assert not default_storage.exists(sheet.file.name)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same(
    client_as: Opener, meeting: Meeting, points: list[int], count: int, django_assert_max_num_queries: Any
) -> None:
    for point in points[:count]:
        _write(meeting, **{f"p{point}": (f"Texte {point}", 0)})
        note_decision(meeting=meeting, text=f"Décision {'abc'[points.index(point)]}")
    pilot = client_as("pilot")
    for name in ("show", "minutes"):
        with django_assert_max_num_queries(18):
            assert pilot.get(_url(meeting, name)).status_code == 200
