"""What one may say of the resources of a territory."""

from __future__ import annotations

from typing import Any

from django import forms

from maillage.context.codes import MEANINGS, Band, Level
from maillage.territories.models import Actor, ActorStatus, Territory


class ActionForm(forms.Form):
    """An action, who offers it, for which ages, at which level."""

    label = forms.CharField(
        label="L’action",
        max_length=120,
        help_text="Un lieu, un service, un moment\u00a0: «\u00a0Accueil du mercredi\u00a0», «\u00a0Café des parents\u00a0».",
    )
    actors: forms.ModelMultipleChoiceField[Actor] = forms.ModelMultipleChoiceField(
        label="Qui la porte",
        queryset=Actor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Un acteur qui ne souhaite pas être nommé ne le sera pas.",
    )
    bands = forms.MultipleChoiceField(
        label="Pour quels âges", choices=Band.choices, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(label="À quel moment", widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label="Précision", max_length=200, required=False)

    def __init__(self, *args: Any, territory: Territory, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actors = Actor.objects.filter(territory=territory, status=ActorStatus.VALIDATED)
        self.fields["actors"].queryset = actors.order_by("name")  # type: ignore[attr-defined]
        self.fields["levels"].choices = [  # type: ignore[attr-defined]
            (code, f"{label}\u00a0: {MEANINGS[code].lower()}") for code, label in names.items()
        ]


class LevelsForm(forms.Form):
    """What the levels are called here."""

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in Level:
            self.fields[level.value] = forms.CharField(
                label=str(level.label),
                max_length=60,
                required=False,
                initial=names[level.value],
                help_text=MEANINGS[level.value],
            )
