"""The paper sheet, typed in two minutes: the numbers that were ticked, and how many came without having registered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from maillage.meetings.codes import Way
from maillage.meetings.models import MOST_PEOPLE, Registration
from maillage.meetings.services.attendance import Line, as_typed, read_numbers
from maillage.territories.codes import EngagementNature, Sector

PEOPLE: Final = (
    EngagementNature.PARENT,
    EngagementNature.RESIDENT,
    EngagementNature.YOUTH,
    EngagementNature.VOLUNTEER,
    EngagementNature.ELECTED,
)


def lines_of(sectors: Iterable[str]) -> dict[str, tuple[str, Line]]:
    """{field: (label, line)}: people by what brings them, then professionals by sector."""
    people = {f"n-{each.value}": (str(each.label), ("", each.value)) for each in PEOPLE}
    work = EngagementNature.PROFESSIONAL.value
    known = [each for each in Sector if each.value in set(sectors) or each is Sector.OTHER]
    return people | {
        f"s-{each.value}": (str(each.label), (each.value, work))
        for each in known
        if each is not Sector.RESIDENTS
    }


class SheetForm(forms.Form):
    """What the sheet says. The hidden fields hold what the page showed: only what was changed changes."""

    numbers = forms.CharField(
        label="Présents (les numéros cochés)",
        max_length=4000,
        required=False,
        help_text="Par exemple\u00a0: 1-14, 17, 20.",
        widget=forms.TextInput({"inputmode": "text", "autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rows: Iterable[Registration], sectors: Iterable[str]) -> None:
        every = list(rows)
        shown = as_typed([each.number for each in every if each.attended_at and each.way != Way.SHEET])
        super().__init__(data, initial={"numbers": shown, "seen": shown})
        self.lines = lines_of([*sectors, *(each.sector for each in every if each.way == Way.SHEET)])
        for field, (label, line) in self.lines.items():
            same = [each for each in every if each.way == Way.SHEET and (each.sector, *each.natures) == line]
            self.fields[field] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST_PEOPLE, required=False, initial=len(same) or None
            )
            self.fields[f"{field}-seen"] = forms.IntegerField(
                required=False, initial=len(same), widget=forms.HiddenInput
            )

    def clean_numbers(self) -> set[int]:
        return read_numbers(self.cleaned_data["numbers"])

    def clean_seen(self) -> set[int]:
        return read_numbers(self.cleaned_data["seen"])

    @property
    def counts(self) -> dict[Line, int]:
        """The lines that were changed on the page."""
        said = {field: self.cleaned_data.get(field) or 0 for field in self.lines}
        return {
            self.lines[field][1]: count
            for field, count in said.items()
            if count != (self.cleaned_data.get(f"{field}-seen") or 0)
        }

    @property
    def people(self) -> list[Any]:
        """The fields of those who come as parents, residents, volunteers."""
        return [self[field] for field in self.lines if field.startswith("n-")]

    @property
    def work(self) -> list[Any]:
        """The fields of professionals, by sector."""
        return [self[field] for field in self.lines if field.startswith("s-")]
