"""What an adult says of oneself to come to a meeting: as little as one wants."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from maillage.meetings.codes import LANGUAGES, Need
from maillage.meetings.models import Registration
from maillage.meetings.queries.registrations import listed_actors
from maillage.meetings.services.registrations import Person
from maillage.territories.codes import Band, EngagementNature, Sector
from maillage.territories.models import Territory


class RegistrationForm(forms.Form):
    """One adult. What is folded on the page is optional."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Comment on vous appelle",
        max_length=60,
        help_text="Un prénom suffit. C’est vous, adulte, qui venez.",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    natures = forms.MultipleChoiceField(
        label="Vous venez comme…",
        choices=EngagementNature.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs réponses sont possibles.",
        error_messages={
            "required": "Cochez au moins une case\u00a0: parent, bénévole, à titre professionnel…"
        },
    )
    actor = forms.TypedChoiceField(label="Pour une structure de la liste", required=False, empty_value=None)
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text="Pour recevoir une confirmation et un rappel. Sans elle, gardez la page qui suit.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    languages = forms.MultipleChoiceField(
        label="Les langues que vous parlez",
        choices=list(LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs = forms.MultipleChoiceField(
        label="Pour venir, il vous faut",
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nous comptons ces besoins, sans les mettre à côté d’un nom.",
    )
    age_bands = forms.MultipleChoiceField(
        label="Les âges avec lesquels vous agissez",
        choices=Band.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, territory: Territory, at_door: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if at_door:  # who is in the room needs neither a reminder nor a ramp announced
            del self.fields["email"], self.fields["needs"]
        self.listed = {str(each.pk): each for each in listed_actors(territory)}
        self.fields["actor"].choices = _by_sector(list(self.listed.values()))  # type: ignore[attr-defined]

    @property
    def person(self) -> Person:
        """What was said, once valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Person(**said | {"actor": self.listed.get(said["actor"] or "")})


def _by_sector(actors: list[Any]) -> list[tuple[str, Any]]:
    """A list of seventy names is found by its sectors, on a phone too."""
    groups = [
        (str(sector.label), [(str(each.pk), each.name) for each in actors if each.sector == sector.value])
        for sector in Sector
    ]
    return [("", "Aucune, ou pas dans cette liste"), *(group for group in groups if group[1])]


def initial_of(registration: Registration | None) -> dict[str, Any]:
    """What the page shows first: nothing, or what one had said."""
    if registration is None:
        return {"key": uuid.uuid4(), "languages": ["fr"]}
    names = ("name", "email", "natures", "languages", "needs", "age_bands")
    return {name: getattr(registration, name) for name in names} | {
        "key": registration.key,
        "actor": str(registration.actor_id or ""),
    }


class CodeForm(forms.Form):
    """The short code of one's registration."""

    code = forms.CharField(
        label="Votre code",
        max_length=40,
        help_text="Les lettres et chiffres de votre page d’inscription. Majuscules et tirets ne comptent pas.",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
