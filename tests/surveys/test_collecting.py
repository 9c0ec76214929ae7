"""Preparing, opening, inviting, reminding: pages, roles, mails, with the clock moved."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core import outbox
from maillage.core.models import Mail, State
from maillage.surveys.models import Invitation, Sheet, Wave
from maillage.surveys.queries.board import residents_address
from maillage.surveys.queries.preparing import meters_of
from maillage.surveys.queries.sheets import door_of
from maillage.surveys.services import collecting, create_wave, inviting, mailing, reminding
from maillage.surveys.services import sheets as sheet_services
from maillage.surveys.tokens import receipt_of
from maillage.territories.models import Actor, ActorStatus, Person
from maillage.territories.services import add_person

MANAGERS = ("facilitator", "pilot")
OTHERS = ("department", "contributor", "club", "national", "anonymous")


@pytest.fixture
def wave(territory: Any) -> Wave:
    """A wave of six validated actors, four of which have somebody to write to; not open yet."""
    actors = [
        Actor.objects.create(
            territory=territory, name=f"Structure {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        for i in range(6)
    ]
    for i, actor in enumerate(actors[:4]):
        add_person(
            territory=territory,
            name=f"Camille {i}",
            natures=["PROFESSIONAL"],
            email=f"c{i}@exemple.fr",
            actor=actor,
        )
    return create_wave(territory=territory, label="Automne", opened_on=timezone.localdate(), roster=actors)


@pytest.fixture
def opened(wave: Wave) -> Wave:
    closes = timezone.now() + timedelta(days=20)
    collecting.prepare_wave(wave=wave, questionnaire="cooperation", closes_at=closes)
    return collecting.open_wave(wave=wave)


def page(name: str, wave: Wave) -> str:
    return reverse(f"surveys:{name}", args=[wave.territory.slug, wave.number])


def link_of(mail: Mail) -> str:
    return next(line for line in mail.body.splitlines() if "/r/" in line).rpartition("/r/")[2].strip("/")


def send(wave: Wave, participation: Any) -> Sheet:
    sheet = sheet_services.start_sheet(wave=wave, participation=participation)
    sheet_services.save_entry(
        sheet=sheet,
        question="partners",
        value={"picked": [], "proposed": [], "nobody": True},
        key=uuid.uuid4(),
    )
    sheet_services.send_sheet(sheet=sheet)
    return sheet


# --- Pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*MANAGERS, *OTHERS])
def test_who_prepares_invites_and_follows(client_as: Callable[..., Client], opened: Wave, role: str) -> None:
    client = client_as(role)
    closed = 302 if role == "anonymous" else 404
    for name in ("collect", "invitations", "residents", "board"):
        assert client.get(page(name, opened)).status_code == (200 if role in MANAGERS else closed), name
    for name in ("open", "close", "move_closing", "remove_pending", "invite_everybody"):
        assert client.get(page(name, opened)).status_code == (405 if role in MANAGERS else closed), name


@pytest.mark.parametrize("role", [*MANAGERS, *OTHERS])
def test_only_the_facilitator_sees_who_has_not_answered(
    client_as: Callable[..., Client], opened: Wave, role: str
) -> None:
    client = client_as(role)
    closed = 302 if role == "anonymous" else 404
    assert client.get(page("reminders", opened)).status_code == (200 if role == "facilitator" else closed)
    for name in ("renew", "include"):
        assert client.post(page(name, opened)).status_code == (404 if role != "anonymous" else 302), name


def test_a_pilot_prepares_and_opens_in_four_clicks(client_as: Callable[..., Client], wave: Wave) -> None:
    client = client_as("pilot")
    assert "Choisissez ce qui est demandé" in client.get(page("show", wave)).content.decode()
    day = (timezone.localdate() + timedelta(days=21)).isoformat()
    said = {
        "questionnaire": "cooperation",
        "languages": ["ar", "tr"],
        "closing_day": day,
        "closing_time": "20:00",
    }
    answer = client.post(page("collect", wave), said, follow=True).content.decode()
    assert "Tout est prêt" in answer
    client.post(page("open", wave), follow=True)
    wave.refresh_from_db()
    assert wave.is_open
    assert wave.languages == ["fr", "ar", "tr"]
    assert timezone.localtime(wave.closes_at).isoformat().startswith(f"{day}T20:00")
    client.post(page("invite_everybody", wave))
    assert Mail.objects.filter(kind="invitation").count() == 4
    assert "personne n’est encore invité" not in client.get(page("show", wave)).content.decode()


def test_a_past_closing_is_refused_and_the_form_kept(client_as: Callable[..., Client], wave: Wave) -> None:
    said = {
        "questionnaire": "cooperation",
        "languages": ["es"],
        "closing_day": "2020-01-01",
        "closing_time": "20:00",
    }
    answer = client_as("pilot").post(page("collect", wave), said).content.decode()
    assert "Choisissez un jour à venir" in answer
    wave.refresh_from_db()
    assert wave.questionnaire == ""


def test_the_meter_warns_of_a_long_questionnaire(client_as: Callable[..., Client], wave: Wave) -> None:
    meters = meters_of(wave)
    assert {meter.picked for meter in meters} == {5}, "nobody works with more than the five others"
    short, full = (next(m.cost for m in meters if m.path == path) for path in ("Court", "Complet"))
    assert 0 < short.minutes < full.minutes
    assert short.ratings < full.ratings


def test_actors_that_nobody_validated_are_taken_out_before_opening_only(wave: Wave) -> None:
    Actor.objects.filter(name="Structure 5").update(status=ActorStatus.PROPOSED)
    collecting.prepare_wave(
        wave=wave, questionnaire="cooperation", closes_at=timezone.now() + timedelta(days=9)
    )
    wave.refresh_from_db()
    assert [step.is_done for step in collecting.checklist(wave)] == [True, False, *[True] * 5]
    assert collecting.remove_pending(wave=wave) == 1
    collecting.open_wave(wave=wave)
    assert wave.roster.count() == 5
    with pytest.raises(ValidationError):
        collecting.remove_pending(wave=wave)


def test_the_closing_moves_while_the_wave_is_open(client_as: Callable[..., Client], opened: Wave) -> None:
    client = client_as("pilot")
    later = timezone.localtime(timezone.now() + timedelta(days=30)).replace(second=0, microsecond=0)
    client.post(page("move_closing", opened), {"closes_at": later.strftime("%Y-%m-%dT%H:%M")})
    opened.refresh_from_db()
    assert opened.closes_at == later
    client.post(page("close", opened))
    opened.refresh_from_db()
    assert not opened.is_open
    with pytest.raises(ValidationError):
        collecting.move_closing(wave=opened, closes_at=later)


# --- Invitations -------------------------------------------------------------------------------------


def test_everybody_with_an_address_is_invited_once(opened: Wave) -> None:
    assert inviting.invite_everybody(wave=opened) == 4
    assert inviting.invite_everybody(wave=opened) == 0
    mails = list(Mail.objects.filter(kind="invitation"))
    assert {mail.recipient for mail in mails} == {f"c{i}@exemple.fr" for i in range(4)}
    for mail in mails:
        door = door_of(link_of(mail))
        assert door is not None
        assert door.participation is not None
        assert door.participation.actor.name in mail.body
        assert "@" not in mail.subject


def test_nobody_is_invited_to_a_wave_that_is_not_open(wave: Wave) -> None:
    with pytest.raises(ValidationError):
        inviting.invite_everybody(wave=wave)
    assert not Mail.objects.exists()


def test_inviting_costs_the_same_reading_for_few_and_many(
    opened: Wave,
    client_as: Callable[..., Client],
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    client = client_as("facilitator")
    client.get(page("invitations", opened))
    with django_assert_max_num_queries(12) as few:
        client.get(page("invitations", opened))
    for i in range(30):
        actor = Actor.objects.create(
            territory=opened.territory, name=f"Autre {i}", sector="NGO", status=ActorStatus.VALIDATED
        )
        opened.roster.create(actor=actor)
        add_person(
            territory=opened.territory,
            name="Lou",
            natures=["VOLUNTEER"],
            email=f"l{i}@exemple.fr",
            actor=actor,
        )
    with django_assert_num_queries(len(few)):
        client.get(page("invitations", opened))


def test_whoever_takes_over_gets_another_link_and_keeps_the_sheet(
    opened: Wave, client_as: Callable[..., Client]
) -> None:
    inviting.invite_everybody(wave=opened)
    first = Mail.objects.get(recipient="c0@exemple.fr")
    old = link_of(first)
    door = door_of(old)
    assert door is not None
    sheet = sheet_services.start_sheet(wave=opened, participation=door.participation)
    participation = door.participation
    assert participation is not None
    heir = add_person(
        territory=opened.territory, name="Dominique", natures=["VOLUNTEER"], email="d@exemple.fr", actor=participation.actor
    )  # fmt: skip
    client = client_as("facilitator")
    client.post(page("renew", opened), {"who": f"{participation.pk}-{heir.pk}"})
    assert door_of(old) is None
    new = door_of(link_of(Mail.objects.get(recipient="d@exemple.fr")))
    assert new is not None
    assert sheet_services.start_sheet(wave=opened, participation=new.participation) == sheet


def test_a_pilot_cannot_take_the_link_of_somebody_invited(
    opened: Wave, client_as: Callable[..., Client]
) -> None:
    inviting.invite_everybody(wave=opened)
    invitation = Invitation.objects.order_by("pk")[0]
    said = {"who": f"{invitation.participation_id}-{invitation.person_id}"}
    client = client_as("pilot")
    assert client.post(page("renew", opened), said).status_code == 404
    answer = client.post(page("invitations", opened), said, follow=True).content.decode()
    assert "déjà invité" in answer
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_a_link_is_not_given_to_somebody_of_another_actor(opened: Wave) -> None:
    stranger = Person.objects.get(email="c3@exemple.fr")
    with pytest.raises(ValidationError):
        inviting.invite_first(participation=opened.roster.order_by("pk")[0], person=stranger)
    assert not Invitation.objects.exists()


def test_the_link_of_residents_is_shown_again_and_replaced(
    opened: Wave, client_as: Callable[..., Client]
) -> None:
    client = client_as("pilot")
    assert residents_address(opened) == ""
    client.post(page("residents", opened))
    first = residents_address(opened)
    answer = client.get(page("residents", opened)).content.decode()
    assert first in answer
    assert "<svg" in answer
    assert door_of(first.rstrip("/").rpartition("/")[2]) is not None
    client.post(page("residents", opened))
    assert residents_address(opened) not in ("", first)
    assert door_of(first.rstrip("/").rpartition("/")[2]) is None


# --- Reminders ---------------------------------------------------------------------------------------


def days_before(wave: Wave, days: float) -> datetime:
    assert wave.closes_at is not None
    return wave.closes_at - timedelta(days=days)


@pytest.fixture
def invited(opened: Wave) -> Wave:
    inviting.invite_everybody(wave=opened)
    return opened


def reminders() -> Any:
    return Mail.objects.filter(kind=mailing.REMINDER)


def test_two_reminders_leave_by_themselves_and_once_each(invited: Wave) -> None:
    assert reminding.remind_due(now=days_before(invited, 8)) == 0
    assert reminding.remind_due(now=days_before(invited, 6.9)) == 4
    assert reminding.remind_due(now=days_before(invited, 5)) == 0
    assert reminding.remind_due(now=days_before(invited, 1.9)) == 4
    assert reminding.remind_due(now=days_before(invited, 0.5)) == 0
    assert reminding.remind_due(now=days_before(invited, -1)) == 0
    assert reminders().count() == 8


def test_a_reminder_carries_the_link_of_the_invitation(invited: Wave) -> None:
    reminding.remind_due(now=days_before(invited, 6))
    for mail in Mail.objects.filter(kind="invitation"):
        again = reminders().get(recipient=mail.recipient)
        assert link_of(again) == link_of(mail)
        assert again.policy == "AT_MOST_ONCE"
    assert Invitation.objects.filter(revoked_at__isnull=True).count() == 4


def test_nobody_is_reminded_after_an_answer(invited: Wave) -> None:
    first, second = Invitation.objects.order_by("pk")[:2]
    send(invited, first.participation)
    assert reminding.remind_due(now=days_before(invited, 6)) == 3
    assert reminders().filter(scope=mailing.scope_of(second.participation)).count() == 1
    send(invited, second.participation)
    assert not reminders().filter(scope=mailing.scope_of(second.participation)).exists(), "taken back in time"
    outbox.deliver()
    assert reminders().filter(state=State.SENT).count() == 2


def test_nobody_is_reminded_after_a_withdrawal(invited: Wave) -> None:
    invitation = Invitation.objects.order_by("pk")[0]
    sheet = send(invited, invitation.participation)
    sheet.refresh_from_db()
    sheet_services.withdraw_sheet(sheet=sheet, receipt=receipt_of(sheet.public_id))
    assert reminding.remind_due(now=days_before(invited, 6)) == 3


def test_reminders_by_hand_go_by_completion_once_each(
    invited: Wave, client_as: Callable[..., Client]
) -> None:
    begun = Invitation.objects.order_by("pk")[0]
    sheet_services.start_sheet(wave=invited, participation=begun.participation)
    client = client_as("facilitator")
    assert "Structure 0" in client.get(page("reminders", invited)).content.decode()
    client.post(page("reminders", invited), {"begun": "1"})
    assert [mail.scope for mail in reminders()] == [mailing.scope_of(begun.participation)]
    assert "pas encore envoyées" in reminders().get().body
    client.post(page("reminders", invited), {"begun": "1"})
    assert reminders().count() == 1
    client.post(page("reminders", invited), {"begun": "0"})
    assert reminders().count() == 4


def test_those_whom_no_mail_reaches_are_listed_until_they_answer(
    invited: Wave, client_as: Callable[..., Client]
) -> None:
    client = client_as("facilitator")
    before = client.get(page("reminders", invited)).content.decode()
    assert "pas de courriel" in before
    assert "Structure 5" in before
    send(invited, invited.roster.order_by("pk")[5])
    assert "Structure 5" not in client.get(page("reminders", invited)).content.decode()


def test_who_was_just_invited_is_not_reminded_the_same_day(invited: Wave) -> None:
    Invitation.objects.update(created_at=days_before(invited, 7))
    assert reminding.remind_due(now=days_before(invited, 6)) == 0
    assert reminding.remind_due(now=days_before(invited, 4.9)) == 4


def test_reminders_stop_at_the_closing(invited: Wave) -> None:
    reminding.remind_due(now=days_before(invited, 6))
    collecting.close_wave(wave=invited)
    assert not reminders().exists()
    with pytest.raises(ValidationError):
        reminding.remind(wave=invited, begun=False)


def test_a_wave_whose_time_has_come_is_closed(invited: Wave) -> None:
    assert reminding.close_ended(now=days_before(invited, 1)) == 0
    Wave.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert reminding.close_ended() == 1
    assert reminding.close_ended() == 0
    invited.refresh_from_db()
    assert invited.closed_on is not None


def test_pilots_read_a_rate_once_a_week_and_no_name(invited: Wave, make_user: Callable[..., Any]) -> None:
    pilot = make_user("pilot")
    make_user("department")
    send(invited, invited.roster.order_by("pk")[0])
    assert invited.opened_at is not None
    assert reminding.write_statuses(now=invited.opened_at + timedelta(days=6)) == 0
    assert reminding.write_statuses(now=invited.opened_at + timedelta(days=8)) == 1
    assert reminding.write_statuses(now=invited.opened_at + timedelta(days=9)) == 0
    assert reminding.write_statuses(now=invited.opened_at + timedelta(days=15)) == 1
    mail = Mail.objects.filter(kind=reminding.STATUS).order_by("pk")[0]
    assert mail.recipient == pilot.email
    assert "1\u00a0structure sur 6" in mail.body
    assert "Structure 0" not in mail.body
