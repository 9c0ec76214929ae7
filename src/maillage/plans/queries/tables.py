"""What a plan of tables is worth, in sentences that those who prepare a room can read aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from maillage.core.typography import integer, percent, plural
from maillage.meetings.models import Registration, Seating

Names = Callable[[int], str]


def sentences_of(plan: Seating) -> list[str]:
    """What is won, what it would be by chance, how far it may be from the best, and each rule that could not hold."""
    told: dict[str, Any] = plan.told
    if not told:
        return []
    said = [
        f"{plural(told['pairs'], 'rencontre utile', 'rencontres utiles')}\u00a0: deux personnes que le diagnostic ne relie pas, ou peu, "
        "et qui ont une raison de se parler."
    ]
    if told["pairs"]:
        said.append(
            f"En tirant les places au sort, il y en aurait {integer(told['random_pairs'])} en moyenne."
        )
    if told["bound"]:
        said.append(
            f"Ce plan atteint {percent(told['gain'] / told['bound'])} d’une limite qu’aucun plan ne peut dépasser."
        )
    if plan.rounds > 1:
        again = told["again"]
        said.append(
            f"{plural(again, 'fois, deux personnes se retrouvent', 'fois, deux personnes se retrouvent')} à la même table."
            if again
            else "Personne ne retrouve deux fois la même personne."
        )
    return said + _broken(told["broken"])


RULES: Final = {
    "apart": "{0} et {1} sont ensemble, faute d’autre place",
    "alone": "{0} est sans personne de même nature",
    "language": "{0} ne partage sa langue avec personne",
    "seats": "il manque une chaise pour {0}",
}


def _broken(rules: list[dict[str, Any]]) -> list[str]:
    wanted = {pk for rule in rules for pk in rule["people"]}
    people = {each.pk: str(each) for each in Registration.objects.filter(pk__in=wanted)}
    return [
        f"Tour {rule['round']}, table {rule['table']}\u00a0: "
        + RULES[rule["rule"]].format(*(people.get(pk, "quelqu’un") for pk in rule["people"]))
        + "."
        for rule in rules
    ]
