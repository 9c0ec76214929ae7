"""What one may ask of a plan of tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from django import forms

from maillage.meetings.models import MOST_ROUNDS, MOST_TABLES, Registration
from maillage.meetings.queries.registrations import Room
from maillage.territories.codes import EngagementNature

AT_A_TABLE: Final = 7  # people, when nothing is said: all hear one another
NEVER_ALONE: Final = (EngagementNature.PARENT, EngagementNature.RESIDENT, EngagementNature.YOUTH)


class PlanForm(forms.Form):
    """How many tables and rounds, and who is never the only one of a kind at a table."""

    tables = forms.IntegerField(label="Combien de tables", min_value=1, max_value=MOST_TABLES)
    rounds = forms.IntegerField(
        label="Combien de tours",
        min_value=1,
        max_value=MOST_ROUNDS,
        initial=3,
        help_text="À chaque tour, on change de table.",
    )
    together = forms.MultipleChoiceField(
        label="Jamais seuls à leur table",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, each.label) for each in NEVER_ALONE],
        initial=[EngagementNature.PARENT.value],
        help_text="Un parent seul parmi des professionnels ne parle pas de la même façon.",
    )

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tables"]
        field.initial = max(1, -(-people // AT_A_TABLE))
        field.help_text = f"{people}\u00a0personnes ont leur place."


def _names(people: Iterable[Registration]) -> list[tuple[int, str]]:
    return [
        (each.pk, f"{each.number}. {each}{f' ({each.for_whom})' if each.for_whom else ''}") for each in people
    ]


class AbsentForm(forms.Form):
    """Who did not come. When people sign in, those who have not are ticked beforehand."""

    absent = forms.TypedMultipleChoiceField(
        label="Qui n’est pas là",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Qui s’est inscrit depuis le plan y trouve une place.",
    )

    def __init__(self, *args: Any, room: Room, absent: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].choices = _names(room.coming)  # type: ignore[attr-defined]
        away = [each.pk for each in room.coming if not each.attended_at] if room.present else list(absent)
        self.fields["absent"].initial = away


class ApartForm(forms.Form):
    """Two people who do not sit together."""

    one = forms.TypedChoiceField(label="Cette personne", coerce=int)
    other = forms.TypedChoiceField(
        label="et celle-ci",
        coerce=int,
        help_text="Lu par ceux qui préparent la salle, effacé avec les noms.",
    )

    def __init__(self, *args: Any, people: Iterable[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", "Choisissez une personne"), *_names(people)]
        for name in ("one", "other"):
            self.fields[name].choices = listed  # type: ignore[attr-defined]
