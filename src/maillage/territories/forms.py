"""What one may say of a territory. Sentences of refusal are those of the models."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from maillage.core.typography import by_name
from maillage.programmes.forms import DateInput
from maillage.territories.codes import EngagementNature, Sector
from maillage.territories.models import (
    Actor,
    ActorStatus,
    Affiliation,
    Area,
    AreaKind,
    Body,
    LocalMilestone,
    LocalPhase,
    Membership,
    Person,
    Territory,
)
from maillage.territories.queries import actors_of, memberships_of

ANY = [("", "Tous")]


def _offer(field: Any, territory: Territory) -> None:
    """The actors of the territory to choose from, in the order of a dictionary."""
    field.queryset = actors_of(territory)
    none = (
        []
        if field.empty_label is None
        else [("", field.empty_label.replace("---------", "Choisir un acteur"))]
    )
    field.choices = [*none, *((actor.pk, actor.name) for actor in by_name(field.queryset))]


class TerritoryForm(forms.ModelForm):
    class Meta:
        model = Territory
        fields: ClassVar = ["name", "department", "joined_on"]
        widgets: ClassVar = {"joined_on": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joined_on"].initial = timezone.localdate


class AreaForm(forms.ModelForm):
    class Meta:
        model = Area
        fields: ClassVar = ["kind", "code", "name", "starts_on", "ends_on"]
        widgets: ClassVar = {"starts_on": DateInput, "ends_on": DateInput}
        help_texts: ClassVar = {
            "code": "Code INSEE de la commune (cinq caractères) ou code du quartier (par exemple QN09301M).",
            "ends_on": "À remplir seulement si cette partie a quitté le périmètre.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choisir une nature"), *AreaKind.choices]  # type: ignore[attr-defined]


class ActorForm(forms.ModelForm):
    class Meta:
        model = Actor
        fields: ClassVar = ["name", "kind", "sector", "actor_type", "external_code", "objects_to_naming"]
        help_texts: ClassVar = {
            "kind": "Une structure entière, un de ses services, une fonction ou un collectif d’habitants ou de parents.",
            "actor_type": "Laissez vide si aucun type ne convient.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty in (("sector", "Choisir un secteur"), ("actor_type", "Aucun type")):
            choices = [(value, words if value else empty) for value, words in self.fields[name].choices]  # type: ignore[attr-defined]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ProposeForm(ActorForm):
    """Anyone who contributes proposes; naming is settled by those who manage."""

    class Meta(ActorForm.Meta):
        fields: ClassVar = ["name", "kind", "sector", "actor_type"]


class CardForm(forms.Form):
    """What a listed actor asks to change on its card."""

    name = forms.CharField(
        label="Nom de la structure",
        max_length=120,
        help_text="Le nom d’une structure, d’un service ou d’un collectif, jamais celui d’une personne.",
    )
    sector = forms.ChoiceField(label="Secteur", choices=Sector.choices)
    email = forms.EmailField(
        label="Adresse électronique où vous écrire",
        required=False,
        help_text="Laissez vide pour ne rien changer. Vue du pilote et du tiers facilitateur seulement.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": actor.name, "sector": actor.sector}


class DirectoryForm(forms.Form):
    """Filters of the list of actors, in the address of the page."""

    q = forms.CharField(label="Chercher un nom", required=False)
    secteur = forms.ChoiceField(label="Secteur", required=False, choices=[*ANY, *Sector.choices])
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Proposés et validés"), *((s.value, f"{s.label}s") for s in ActorStatus)],
    )


class PersonForm(forms.ModelForm):
    natures = forms.MultipleChoiceField(
        label="À quel titre",
        choices=EngagementNature.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Une personne peut participer à plusieurs titres.",
        error_messages={
            "required": "Dites à quel titre cette personne participe\u00a0: cochez au moins une case."
        },
    )

    class Meta:
        model = Person
        fields: ClassVar = ["name", "email", "natures"]
        help_texts: ClassVar = {
            "name": "Une personne adulte qui a accepté de figurer dans l’annuaire.",
            "email": "Visible des pilotes et du tiers facilitateur seulement.",
        }


class AddPersonForm(PersonForm):
    """A person, and what they speak for when it is known."""

    actor: forms.ModelChoiceField[Actor] = forms.ModelChoiceField(
        label="Acteur", queryset=None, required=False, empty_label="Aucun acteur pour l’instant"
    )
    job_function = forms.CharField(label="Fonction", max_length=120, required=False)

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["actor"], territory)


class AffiliationForm(forms.ModelForm):
    class Meta:
        model = Affiliation
        fields: ClassVar = ["actor", "job_function", "starts_on", "ends_on"]
        widgets: ClassVar = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["actor"], territory)


class BodyForm(forms.ModelForm):
    members: forms.ModelMultipleChoiceField[Actor] = forms.ModelMultipleChoiceField(
        label="Acteurs membres", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Body
        fields: ClassVar = ["name", "form", "purpose"]
        widgets: ClassVar = {"purpose": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["members"], territory)
        if self.instance.pk:
            now = memberships_of(self.instance).filter(sits=True)
            self.initial["members"] = list(now.values_list("actor", flat=True))


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields: ClassVar = ["starts_on", "ends_on"]
        widgets: ClassVar = {"starts_on": DateInput, "ends_on": DateInput}
        help_texts: ClassVar = {
            "starts_on": "Laissez vide si personne ne le sait plus.",
            "ends_on": "Laissez vide tant que l’acteur y siège.",
        }


class LocalPhaseForm(forms.ModelForm):
    class Meta:
        model = LocalPhase
        fields: ClassVar = ["label", "starts_on", "ends_on", "content", "output"]
        widgets: ClassVar = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "content": forms.Textarea({"rows": 4}),
        }
        help_texts: ClassVar = {"output": "Ce que l’on tient en main à la fin de l’étape."}


class LocalMilestoneForm(forms.ModelForm):
    class Meta:
        model = LocalMilestone
        fields: ClassVar = ["label", "due_on", "done_on"]
        widgets: ClassVar = {"due_on": DateInput, "done_on": DateInput}


class MergeForm(forms.Form):
    """Which line is kept, which one is archived."""

    keep: forms.ModelChoiceField[Actor] = forms.ModelChoiceField(label="Acteur à garder", queryset=None)
    duplicate: forms.ModelChoiceField[Actor] = forms.ModelChoiceField(
        label="Doublon à archiver",
        queryset=None,
        help_text="Ses personnes et ses instances passent à l’acteur gardé. Ses réponses passées restent.",
    )

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("keep", "duplicate"):
            _offer(self.fields[name], territory)


class SelectionForm(forms.Form):
    """Proposed actors ticked in the list."""

    actors: forms.ModelMultipleChoiceField[Actor] = forms.ModelMultipleChoiceField(
        label="Acteurs",
        queryset=None,
        error_messages={"required": "Cochez au moins un acteur proposé, puis validez."},
    )

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actors"].queryset = actors_of(territory)  # type: ignore[attr-defined]
