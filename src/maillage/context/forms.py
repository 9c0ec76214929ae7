"""What one may say of the resources of a territory, and the official files that one loads."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from maillage.context.codes import MEANINGS, Band, Level
from maillage.core.typography import uncapitalised
from maillage.territories.models import Actor, ActorStatus, Territory

MAX_BYTES: Final = 30 * 1024 * 1024


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
            (code, f"{label}\u00a0: {uncapitalised(MEANINGS[code])}") for code, label in names.items()
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


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files: [(name, content)]."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:  # type: ignore[override]
        listed = data if isinstance(data, list) else [data]
        kept = [super(FilesField, self).clean(each, initial) for each in listed or [None]]
        if sum(each.size for each in kept) > MAX_BYTES:
            raise ValidationError(
                "Ces fichiers dépassent 30\u00a0Mo\u202f: donnez-les à la commande «\u00a0maillage import\u00a0»."
            )
        return [(each.name, each.read()) for each in kept]


class LoadForm(forms.Form):
    """The files of a dataset and their vintage."""

    vintage = forms.CharField(label="Millésime", max_length=40)
    published = FilesField(
        label="Fichiers",
        allow_empty_file=True,
        help_text="En CSV, tels que publiés, 30\u00a0Mo au plus. Plusieurs fichiers d’un même millésime se donnent ensemble.",
        widget=FilesInput(attrs={"accept": ".csv,.txt"}),
    )
    anyway = forms.BooleanField(
        label="Prendre ce fichier même s’il est bien plus court que celui en place, ou si sa dernière ligne n’est pas finie",
        required=False,
    )

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "vintage"
        ].help_text = f"L’année que décrit le fichier, comme il l’écrit\u00a0: {example}."
