"""What one adds to a meeting once it was held."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from maillage.core.typography import by_name
from maillage.core.uploads import ACCEPT, HELP
from maillage.meetings.models import AgendaItem, MeetingFile
from maillage.territories.models import Actor, ActorStatus, Territory


class DecisionForm(forms.Form):
    """A sentence, and the actor that follows it."""

    text = forms.CharField(
        label="Ce qui est décidé",
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text="Une phrase qui commence par un verbe\u00a0: «\u00a0Ouvrir un café des parents le mardi\u00a0».",
    )
    follower = forms.TypedChoiceField(label="Qui suit", required=False, empty_value=None)

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Actor.objects.filter(
            territory=territory, status=ActorStatus.VALIDATED, objects_to_naming=False
        )
        self.listed = {str(each.pk): each for each in by_name(rows)}
        choices = [(key, each.name) for key, each in self.listed.items()]
        self.fields["follower"].choices = [("", "Pas encore dit"), *choices]  # type: ignore[attr-defined]

    def clean_follower(self) -> Actor | None:
        return self.listed.get(self.cleaned_data["follower"] or "")


class PieceForm(forms.Form):
    """A file to keep with the meeting."""

    title = forms.CharField(label="Titre", max_length=120)
    sort = forms.ChoiceField(
        label="Ce que c’est",
        choices=MeetingFile.Sort.choices,
        help_text="La feuille de présence porte des noms\u00a0: les pilotes seuls l’ouvrent, et elle est effacée avec eux, trois mois après.",
    )
    file = forms.FileField(
        label="Le fichier",
        help_text=f"{HELP} Sur une photo, ni enfant ni famille.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )


def texts_in(data: QueryDict, items: list[AgendaItem]) -> dict[int, tuple[str, int]]:
    """{point: (text, the version one started from)} of the points that are on the page."""
    found: dict[int, tuple[str, int]] = {}
    for each in items:
        if f"text-{each.pk}" in data:
            seen = data.get(f"seen-{each.pk}", "")
            number = int(seen) if seen.isdecimal() and len(seen) < 6 else 0
            found[each.pk] = str(data[f"text-{each.pk}"]), number
    return found


def key_in(data: QueryDict) -> uuid.UUID:
    """The name of this sending; a page that gives none names a new one."""
    try:
        return uuid.UUID(data.get("key", ""))
    except ValueError:
        return uuid.uuid4()
