"""Who signs the convention of an accepted place, and what it covers: read from its application and its territory."""

from __future__ import annotations

from datetime import date, timedelta

from maillage.calls.convention import Convention, Party
from maillage.calls.models import Application, Support
from maillage.calls.queries.reading import last_submission
from maillage.programmes.queries import months_after
from maillage.territories.geography import department_name
from maillage.territories.models import Quarter
from maillage.territories.queries import communes_of

YEARS = 3


def convention_of(application: Application, *, today: date) -> Convention:
    """The convention of an application whose territory is open."""
    territory, programme = application.territory, application.call.programme
    sent = last_submission(application)
    answers = sent.answers if sent else {}
    support = Support.objects.filter(application=application).first()
    starts = territory.joined_on if territory else today
    return Convention(
        programme=programme.name,
        call=application.call.title,
        territory=application.name,
        communes=[each.name for each in communes_of(answers.get("communes", []))],
        quarters=[each.name for each in Quarter.objects.filter(code__in=answers.get("quarters", []))],
        facilitator=Party("Tiers facilitateur", programme.facilitator_name),
        co_pilots=[
            Party("Copilote", row["name"], row.get("function", ""))
            for row in answers.get("copilots", [])
            if row.get("name")
        ],
        department=Party(
            "Département",
            f"Département {department_name(application.department)}",
            support.signatory if support else "",
        ),
        starts_on=starts,
        ends_on=months_after(starts, 12 * YEARS) - timedelta(days=1),
        phases=[phase.label for phase in programme.phases.all()],  # type: ignore[attr-defined]
        made_on=today,
    )
