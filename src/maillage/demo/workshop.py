"""Three tables of a cité fill the grid of cooperation: parents, school, and those who work around it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction

from maillage.meetings.damour import indicators
from maillage.meetings.models import Workshop
from maillage.meetings.services import close_workshop, hold_workshop, save_readings, seat_table
from maillage.territories.models import Territory

AFTER_OPENING: Final = 21  # days

# A digit a question, in the order of the grid: 1 in germ, 2 being built, 3 settled; 0: the table hesitates.
TABLES: Final = (
    ("Parents et habitants", 7, "1212121211"),
    ("École et collège", 6, "3222221322"),
    ("Social, santé, associations", 8, "2322112203"),
)
REASONS: Final = {
    "goals": (
        "On ne nous a jamais dit ce que tout le monde cherche à faire.",
        "Le projet est écrit, affiché, et revu chaque année.",
        "Les chefs de service le connaissent, les équipes moins.",
    ),
    "connectivity": (
        "On n’est pas invités, ou c’est à l’heure de la sortie de l’école.",
        "Le comité se réunit tous les deux mois et l’on y règle des choses.",
        "",
    ),
    "exchange": (
        "On raconte la même chose à chacun, et l’on ne sait pas ce qui est répété.",
        "Cela passe entre nous, moins avec l’extérieur.",
        "Une charte dit ce que l’on partage et avec qui.",
    ),
}


@transaction.atomic
def build_workshop(*, territory: Territory) -> Workshop:
    """The workshop of the last wave that was read, closed; one that exists is left as it is."""
    found = Workshop.objects.filter(territory=territory).first()
    if found is not None:
        return found
    past = territory.waves.filter(opened_at__isnull=True).order_by("number")  # type: ignore[attr-defined]
    made = hold_workshop(
        territory=territory,
        title="Notre coopération, vue par trois tables",
        held_on=past.latest("number").opened_on + timedelta(days=AFTER_OPENING),
        place="Maison de quartier",
        minutes=120,
        audience="parents, professionnels et bénévoles",
    )
    for rank, (name, people, digits) in enumerate(TABLES):
        said = {
            key: (int(digit) or None, REASONS[key][rank] if key in REASONS else "")
            for key, digit in zip(indicators(), digits, strict=True)
        }
        save_readings(table=seat_table(workshop=made, name=name, people=people), said=said)
    close_workshop(workshop=made)
    return made
