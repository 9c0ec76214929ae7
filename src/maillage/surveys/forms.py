"""What one may say of a wave and of a file of ties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.surveys.imports import Answered, Levels
from maillage.surveys.models import Wave
from maillage.territories.codes import Sector
from maillage.territories.duplicates import folded
from maillage.territories.models import Actor, Territory
from maillage.territories.queries import actors_of
from maillage.territories.tables import MAX_BYTES


class WaveForm(forms.ModelForm):
    """The next wave of a territory."""

    roster = forms.ModelMultipleChoiceField(
        label="Structures interrogées",
        queryset=Actor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Toutes les structures de l’annuaire sont cochées. Un import pourra en ajouter.",
    )

    class Meta:
        model = Wave
        fields = ("label", "opened_on", "closed_on")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("opened_on", "closed_on")
        }
        help_texts = {
            "label": "Par exemple «\u00a0Printemps 2026\u00a0».",
            "closed_on": "Laissez vide si les réponses continuent d’arriver.",
        }

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actors = actors_of(territory)
        self.fields["roster"].queryset = actors  # type: ignore[attr-defined]
        self.fields["roster"].initial = actors
        shown = sorted(actors, key=lambda actor: folded(actor.name))  # É beside E, as in the other lists
        self.fields["roster"].choices = [(actor.pk, actor.name) for actor in shown]  # type: ignore[attr-defined]


class TiesForm(forms.Form):
    """A file of ties collected elsewhere, and how to read it."""

    file = forms.FileField(
        label="Fichier des liens",
        allow_empty_file=True,
        help_text="CSV, Excel (.xlsx), LibreOffice (.ods) ou GraphML, 10\u00a0Mo au plus. Une ligne par lien\u00a0: source, cible, niveau.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.ods,.graphml"}),
    )
    answered = forms.ChoiceField(
        label="Qui a répondu\u202f?",
        choices=Answered.choices,
        initial=Answered.SOURCES,
        widget=forms.RadioSelect,
    )
    levels = forms.ChoiceField(
        label="Niveaux", choices=Levels.choices, initial=Levels.KEEP, widget=forms.RadioSelect
    )
    undirected = forms.BooleanField(
        label="Les liens n’ont pas de sens",
        required=False,
        help_text="Chaque ligne vaut alors dans les deux sens.",
    )
    create_unknown = forms.BooleanField(
        label="Créer les structures inconnues de l’annuaire",
        required=False,
        help_text="Elles seront proposées, à valider ensuite.",
    )
    new_sector = forms.ChoiceField(
        label="Secteur des structures à créer",
        choices=[("", "Celui du fichier"), *Sector.choices],
        required=False,
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise ValidationError(
                "Le fichier dépasse 10\u00a0Mo\u202f: gardez seulement les colonnes utiles, ou coupez-le en plusieurs fichiers."
            )
        content: bytes = upload.read()
        return content
