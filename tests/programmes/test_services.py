from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maillage.accounts.models import User
from maillage.programmes import services
from maillage.programmes.models import Programme, ProgrammeRole
from maillage.programmes.queries import is_facilitator


def new(name: str = "Coopérer tôt ensemble", **more: Any) -> Programme:
    return services.create_programme(
        name=name, facilitator_name="Un tiers", places=3, starts_on=date(2026, 1, 5), **more
    )


def test_a_programme_starts_with_five_phases_that_follow_each_other() -> None:
    phases = list(new().phases.all())
    assert [p.code for p in phases] == ["FRAMING", "ASSESSMENT", "CO_DESIGN", "EXPERIMENTATION", "REVIEW"]
    assert [(p.start_month, p.end_month) for p in phases] == [(0, 4), (4, 12), (12, 18), (18, 30), (30, 36)]


def test_phases_are_data() -> None:
    phase = new().phases.get(code="REVIEW")
    services.update_phase(phase=phase, label="Bilan", end_month=40)
    phase.refresh_from_db()
    assert (phase.label, phase.start_month, phase.end_month) == ("Bilan", 30, 40)


def test_a_phase_ends_after_it_starts() -> None:
    phase = new().phases.get(code="REVIEW")
    with pytest.raises(ValidationError, match="La fin d’une étape vient après son début"):
        services.update_phase(phase=phase, end_month=30)


def test_added_phases_get_a_code_of_their_own() -> None:
    programme = new()
    codes = {
        services.add_phase(programme=programme, label="Été", start_month=1, end_month=2).code
        for _ in range(3)
    }
    assert codes == {"ETE", "ETE_2", "ETE_3"}


def test_two_programmes_of_one_name_have_two_addresses() -> None:
    assert (new().slug, new().slug) == ("cooperer-tot-ensemble", "cooperer-tot-ensemble-2")


def test_places_never_fall_under_those_taken(territory: Any, other_territory: Any) -> None:
    with pytest.raises(ValidationError, match=r"ouvrez au moins 2\\xa0places"):
        services.update_programme(programme=territory.programme, places=1)
    assert services.update_programme(programme=territory.programme, places=2).places == 2


def test_partners_follow_each_other_and_come_once(programme: Programme) -> None:
    names = ["Une caisse", "Un ministère"]
    positions = [services.add_partner(programme=programme, name=name).position for name in names]
    assert positions == [0, 1]
    with pytest.raises(ValidationError, match="déjà dans la liste"):
        services.add_partner(programme=programme, name="Une caisse")


def test_a_handover_ends_the_first_role_the_day_before(programme: Programme, make_user: Any) -> None:
    first = make_user("facilitator").programme_roles.get()
    role = services.appoint(
        programme=programme,
        email="Suite@exemple.fr",
        full_name="Alix Suite",
        kind="FACILITATOR",
        starts_on=date(2026, 6, 1),
        replaces=first,
    )
    first.refresh_from_db()
    assert first.ends_on == date(2026, 5, 31)
    assert role.user.email == "suite@exemple.fr"
    assert is_facilitator(role.user, programme, today=date(2026, 6, 1))
    assert not is_facilitator(first.user, programme, today=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("kind", "starts_on", "says"),
    [("NATIONAL", date(2026, 6, 1), "même rôle"), ("FACILITATOR", date(2025, 9, 1), "date plus tardive")],
)
def test_a_handover_that_makes_no_sense_is_refused(
    programme: Programme, make_user: Any, kind: str, starts_on: date, says: str
) -> None:
    first = make_user("facilitator").programme_roles.get()
    with pytest.raises(ValidationError, match=says):
        services.appoint(
            programme=programme,
            email="a@exemple.fr",
            full_name="A",
            kind=kind,
            starts_on=starts_on,
            replaces=first,
        )
    assert not User.objects.filter(email="a@exemple.fr").exists()  # nothing is half-written


def test_the_same_role_is_not_held_twice(programme: Programme, make_user: Any) -> None:
    user = make_user("national")
    with pytest.raises(ValidationError, match="déjà ce rôle"):
        services.grant_role(programme=programme, user=user, kind="NATIONAL", starts_on=date(2026, 1, 1))
    assert ProgrammeRole.objects.count() == 1


def test_a_programme_keeps_a_facilitator(programme: Programme, make_user: Any) -> None:
    only = make_user("facilitator").programme_roles.get()
    with pytest.raises(ValidationError, match="garde au moins un tiers facilitateur"):
        services.end_role(role=only, ends_on=date(2026, 3, 1))
    make_user("facilitator")
    assert services.end_role(role=only, ends_on=date(2026, 3, 1)).ends_on == date(2026, 3, 1)


def test_parts_are_removed(programme: Programme) -> None:
    services.remove_partner(partner=services.add_partner(programme=programme, name="Une caisse"))
    services.remove_phase(
        phase=services.add_phase(programme=programme, label="Une", start_month=0, end_month=1)
    )
    assert not programme.partners.exists()
    assert not programme.phases.exists()
