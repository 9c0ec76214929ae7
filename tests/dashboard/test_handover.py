"""Passing a role on: nothing is lost between two people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from maillage.core.models import Mail
from maillage.dashboard.handover import open_in
from maillage.meetings.services import hold_workshop
from maillage.meetings.services.gatherings import hold_meeting
from maillage.plans.services.commitments import make_commitment
from maillage.plans.services.following import save_update
from maillage.statements.services import open_conversation
from maillage.territories.handover import hand_over
from maillage.territories.models import Actor, Handover, Role
from maillage.territories.queries import is_pilot
from maillage.territories.services import end_role

TODAY = timezone.localdate()


@pytest.fixture
def role(make_user: Any, territory: Any) -> Role:
    return Role.objects.get(user=make_user("pilot"), territory=territory)


def _pass(role: Role, **more: Any) -> Handover:
    usual = {"email": "suite@exemple.fr", "full_name": "Noé Suivant", "starts_on": TODAY + timedelta(days=5)}
    return hand_over(role=role, **usual | more)


def test_a_role_passes_and_its_history_stays(role: Role, territory: Any) -> None:
    made = _pass(role, note="La salle est promise jusqu’en juin.")
    role.refresh_from_db()
    assert role.ends_on == TODAY + timedelta(days=4)
    assert is_pilot(role.user, territory, today=TODAY)
    assert is_pilot(made.after.user, territory, today=TODAY + timedelta(days=5))
    assert not is_pilot(role.user, territory, today=TODAY + timedelta(days=5))
    told = dict(Mail.objects.filter(kind="handover").values_list("recipient", "body"))
    assert set(told) == {role.user.email, "suite@exemple.fr"}
    assert reverse("territories:show", args=[territory.slug]) in told["suite@exemple.fr"]
    assert not any("La salle" in body for body in told.values())  # it is read on the page, not in a mailbox


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"note": "Voir la mère de Lucas Martin."}, "n’est pas gardée"),
        ({"starts_on": date(2020, 1, 1)}, "vient après le premier jour"),
    ],
)
def test_what_is_wrong_changes_nothing(role: Role, more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        _pass(role, **more)
    role.refresh_from_db()
    assert role.ends_on is None
    assert not Handover.objects.exists()
    assert not Mail.objects.exists()


def test_nobody_hands_over_to_oneself_nor_twice(role: Role) -> None:
    with pytest.raises(ValidationError, match="quelqu’un d’autre"):
        _pass(role, email=role.user.email.upper())
    _pass(role)
    with pytest.raises(ValidationError):
        _pass(role, email="encore@exemple.fr")
    assert Handover.objects.count() == 1


def test_the_last_pilot_does_not_leave_the_place_empty(role: Role, make_user: Any) -> None:
    with pytest.raises(ValidationError, match="dernier pilote"):
        end_role(role=role, ends_on=TODAY)
    make_user("pilot")
    assert end_role(role=role, ends_on=TODAY).ends_on == TODAY


def test_what_is_open_is_counted(territory: Any, role: Role) -> None:
    assert open_in(territory) == []
    Actor.objects.create(territory=territory, name="Ludothèque", sector="NGO")
    hold_workshop(territory=territory, title="Atelier", held_on=TODAY)
    start = timezone.now() + timedelta(days=2)
    hold_meeting(
        territory=territory,
        title="Rencontre",
        place="Ici",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )
    open_conversation(territory=territory, question="Une question\u202f?", rule="Une règle.")
    for state in ("ONGOING", "KEPT", ""):
        made = make_commitment(territory=territory, user=role.user, title=f"Engagement {state}", due_on=TODAY)
        if state:
            save_update(commitment=made, state=state, percent=10, key=made_key(made))
    assert [each.words for each in open_in(territory)] == [
        "1\u00a0rencontre à venir",
        "2\u00a0engagements en cours",
        "1\u00a0conversation ouverte",
        "1\u00a0acteur à valider",
        "1\u00a0atelier pas encore clos",
    ]


def made_key(commitment: Any) -> str:
    return f"00000000-0000-0000-0000-{commitment.pk:012d}"


def test_a_pilot_hands_over_on_one_page(client_as: Any, territory: Any, role: Role) -> None:
    pilot = client_as("pilot")
    url = reverse("overview:handover", args=[territory.slug, role.pk])
    assert "Rien n’est en cours." in pilot.get(url).text
    said = {
        "email": "suite@exemple.fr",
        "full_name": "Noé Suivant",
        "starts_on": (TODAY + timedelta(days=1)).isoformat(),
        "note": "La salle est promise.",
    }
    page = pilot.post(url, said, follow=True).text
    assert "Le rôle est passé." in page
    assert "La salle est promise." in page
    for other in ("contributor", "club", "national"):
        assert client_as(other).get(url).status_code == 404
