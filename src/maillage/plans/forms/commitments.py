"""What one may say of a commitment: those who write it down, and those who keep it up from a link."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.context.codes import MEANINGS, Band
from maillage.core.typography import uncapitalised
from maillage.plans.models import Answer, PartyRole, State
from maillage.plans.queries.commitments import Priorities
from maillage.programmes.forms import DateInput
from maillage.sharing.queries.writing import excerpt
from maillage.territories.models import Actor, ActorStatus, Territory


class CommitmentForm(forms.Form):
    """What will be done, for what, by when, and how one will know."""

    priority = forms.TypedChoiceField(
        label="À quelle priorité cela répond",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Les priorités du diagnostic partagé publié.",
    )
    title = forms.CharField(
        label="Ce que nous ferons",
        max_length=160,
        help_text="Un geste que l’on peut voir\u00a0: «\u00a0Une permanence commune au collège, le mardi\u00a0».",
    )
    due_on = forms.DateField(label="Pour le", widget=DateInput)
    difficulty = forms.CharField(
        label="La difficulté visée",
        max_length=200,
        required=False,
        help_text="Ce qui pèse sur les enfants ou les parents\u00a0: «\u00a0Les absences du lundi\u00a0».",
    )
    bands = forms.MultipleChoiceField(
        label="Pour quels âges",
        choices=Band.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    levels = forms.MultipleChoiceField(
        label="À quel moment", required=False, widget=forms.CheckboxSelectMultiple
    )
    answer = forms.ChoiceField(
        label="Nature de la réponse", choices=[("", "Pas encore dit"), *Answer.choices], required=False
    )
    means = forms.CharField(
        label="Les moyens",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Du temps, un lieu, de l’argent, et qui les apporte.",
    )
    evidence = forms.CharField(
        label="À quoi verrons-nous que c’est fait\u202f?",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Ce que l’on pourra compter ou constater.",
    )
    is_public = forms.BooleanField(
        label="Proposer de le montrer au public",
        required=False,
        help_text="Il ne paraîtra que si tous ceux qui y prennent part l’acceptent, par leur lien.",
    )

    def __init__(self, *args: Any, priorities: Priorities, names: Mapping[str, str], **kwargs: Any) -> None:
        """names: {level: what it is called here}."""
        super().__init__(*args, **kwargs)
        listed = [(each.passage.pk, excerpt(each.revision.text)) for each in priorities.listed]
        chosen = self.initial.get("priority")
        if chosen and not priorities.now(chosen):
            listed.append((chosen, "La priorité choisie avant"))
        self.fields["priority"].choices = [("", "Aucune en particulier"), *listed]  # type: ignore[attr-defined]
        if not listed:
            del self.fields["priority"]
        self.fields["levels"].choices = [  # type: ignore[attr-defined]
            (code, f"{label}\u00a0: {uncapitalised(MEANINGS[code])}") for code, label in names.items()
        ]


def _actors(territory: Territory) -> Any:
    return Actor.objects.filter(territory=territory, status=ActorStatus.VALIDATED).order_by("name")


class PartyForm(forms.Form):
    """Who takes part, and where to write."""

    actor: forms.ModelChoiceField[Actor] = forms.ModelChoiceField(
        label="Qui", queryset=Actor.objects.none(), empty_label="Choisissez un acteur"
    )
    role = forms.ChoiceField(
        label="À quelle place",
        choices=PartyRole.choices,
        widget=forms.RadioSelect,
        initial=PartyRole.HOLDER,
        help_text="Qui porte l’engagement reçoit les rappels\u202f; qui y prend part reçoit seulement le lien.",
    )
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text="Pour envoyer le lien par lequel on tient l’engagement à jour, sans compte. Sinon, vous l’imprimerez.",
    )

    def __init__(self, *args: Any, territory: Territory, real_names: bool, **kwargs: Any) -> None:
        """real_names: also the actors that object to being named, for those who know them."""
        super().__init__(*args, **kwargs)
        listed = _actors(territory) if real_names else _actors(territory).filter(objects_to_naming=False)
        self.fields["actor"].queryset = listed  # type: ignore[attr-defined]


class AimForm(forms.Form):
    """The two ends of a tie."""

    one: forms.ModelChoiceField[Actor] = forms.ModelChoiceField(
        label="Entre", queryset=Actor.objects.none(), empty_label="Choisissez un acteur"
    )
    other: forms.ModelChoiceField[Actor] = forms.ModelChoiceField(
        label="et", queryset=Actor.objects.none(), empty_label="Choisissez un acteur"
    )

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].queryset = _actors(territory).filter(objects_to_naming=False)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("one") and found.get("one") == found.get("other"):
            raise ValidationError({"other": "Un lien se noue entre deux acteurs différents."})
        return found


class UpdateForm(forms.Form):
    """Where a commitment stands."""

    state = forms.ChoiceField(label="Où en êtes-vous\u202f?", choices=State.choices, widget=forms.RadioSelect)
    percent = forms.IntegerField(
        label="Avancement, de 0 à 100",
        min_value=0,
        max_value=100,
        help_text="À peu près. 0\u00a0: rien n’a commencé. 100\u00a0: c’est fait.",
    )
    text = forms.CharField(
        label="Que s’est-il passé\u202f?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Si l’engagement est transformé ou abandonné, dites pourquoi\u00a0: c’est ce qui sert aux autres.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class AgreeForm(forms.Form):
    """What an actor says yes to."""

    public = forms.BooleanField(
        label="Nous acceptons que cet engagement soit public, avec notre nom", required=False
    )
    tie = forms.BooleanField(
        label="Nous acceptons que l’on dise si notre lien est vu de la même façon des deux côtés",
        required=False,
        help_text="À la prochaine vague, et seulement si l’autre côté l’accepte aussi.",
    )


class HandOnForm(forms.Form):
    """Who goes on."""

    email = forms.EmailField(
        label="L’adresse de la personne qui prend la suite",
        help_text="Elle recevra un lien à elle. Le vôtre ne s’ouvrira plus.",
    )
