"""What one may write in a shared diagnosis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from maillage.programmes.forms import DateInput
from maillage.sharing.models import PassageKind, SharedDiagnosis, SourceKind, Voice
from maillage.sharing.queries.writing import excerpt, kinds_of


class PassageForm(forms.Form):
    """A passage: what is said, who says it, where it comes from."""

    kind = forms.ChoiceField(label="Nature")
    text = forms.CharField(
        label="Ce que l’on écrit",
        widget=forms.Textarea({"rows": 5}),
        help_text="Une idée, en mots de tous les jours.",
    )
    voice = forms.ChoiceField(
        label="Qui parle", choices=Voice.choices, help_text="Un groupe, jamais une personne."
    )
    source_kind = forms.ChoiceField(label="Ce que c’est", choices=SourceKind.choices)
    figure = forms.ChoiceField(
        label="Quel chiffre",
        required=False,
        help_text="Si vous vous appuyez sur un chiffre du diagnostic\u00a0: on dira ici s’il change.",
    )
    source = forms.CharField(
        label="D’où cela vient",
        max_length=200,
        required=False,
        help_text="«\u00a0La grille de l’atelier du 12\u00a0mars\u00a0», «\u00a0le tableau des liens entre secteurs\u00a0».",
    )
    source_on = forms.DateField(label="À quelle date", required=False, widget=DateInput)

    def __init__(
        self,
        *args: Any,
        chapter: str,
        kind: str = "",
        figures: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """figures: {rule: sentence} of what may be rested on."""
        super().__init__(*args, **kwargs)
        told = [(rule, excerpt(text)) for rule, text in (figures or {}).items()]
        self.fields["figure"].choices = [("", "Aucun en particulier"), *told]  # type: ignore[attr-defined]
        kinds = kinds_of(chapter)
        self.fields["kind"].choices = [(each.value, each.label) for each in kinds]  # type: ignore[attr-defined]
        if kind or len(kinds) == 1:  # nothing to choose
            del self.fields["kind"]
        if kind == PassageKind.STANCE:
            for name in ("source_kind", "figure", "source", "source_on"):
                del self.fields[name]
        if kind == PassageKind.DISAGREEMENT:
            for name in ("voice", "source_kind", "figure", "source", "source_on"):
                del self.fields[name]


class SentenceForm(forms.Form):
    """One's own words in the place of a computed sentence."""

    text = forms.CharField(label="Vos mots", widget=forms.Textarea({"rows": 4}))


class FrameForm(forms.ModelForm):
    """What was agreed before writing, and when the diagnosis will be looked at again."""

    class Meta:
        model = SharedDiagnosis
        fields: ClassVar = ["question", "method_agreed_on", "method_agreed_by", "update_due_on"]
        widgets: ClassVar = {
            "question": forms.Textarea({"rows": 3}),
            "method_agreed_on": DateInput,
            "update_due_on": DateInput,
        }
        help_texts: ClassVar = {
            "question": "Ce que vous vouliez savoir, en une phrase.",
            "method_agreed_by": "L’instance qui a validé la façon de faire, avant de recueillir.",
            "update_due_on": "Un diagnostic partagé se relit\u00a0: dites quand.",
        }
