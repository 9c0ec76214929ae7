from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import Http404

from maillage.programmes import permissions
from maillage.programmes.models import Partner, Programme


@pytest.mark.parametrize("role", ["national", "pilot", "department", "contributor", "club"])
def test_only_facilitators_manage(programme: Programme, make_user: Any, role: str) -> None:
    user = make_user(role)
    assert permissions.can_see_programme(user, programme=programme.slug) == {"programme": programme}
    with pytest.raises(Http404):
        permissions.can_manage_programme(user, programme=programme.slug)


def test_facilitators_manage(programme: Programme, make_user: Any) -> None:
    assert (
        permissions.can_manage_programme(make_user("facilitator"), programme=programme.slug)["programme"]
        == programme
    )


def test_the_part_of_another_programme_does_not_exist(programme: Programme, make_user: Any) -> None:
    other = Programme.objects.create(
        name="Un autre", slug="un-autre", facilitator_name="X", starts_on=date(2026, 1, 1)
    )
    partner = Partner.objects.create(programme=other, name="Une caisse")
    with pytest.raises(Http404):
        permissions.can_manage_partner(make_user("facilitator"), programme=programme.slug, partner=partner.pk)
