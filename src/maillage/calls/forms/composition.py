"""What one says to compose the places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from maillage.calls.forms.application import Guarded
from maillage.calls.models import Decision, RuleKind
from maillage.calls.queries.composition import Trait


class RuleForm(forms.Form):
    """One rule, in one sentence: « au moins 2, au plus 4, Région : Bretagne »."""

    asked = forms.ChoiceField(label="Ce que l’on compte")
    at_least = forms.IntegerField(label="Au moins", min_value=0, max_value=99, required=False)
    at_most = forms.IntegerField(label="Au plus", min_value=0, max_value=99, required=False)

    def __init__(self, *args: Any, traits: Mapping[str, Trait], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].choices = [("", "Choisir"), *_choices(traits.values())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, trait, value = (cleaned.pop("asked", "") or "//").split("/", 2)
        if cleaned.get("at_least") is None and cleaned.get("at_most") is None:
            raise forms.ValidationError("Donnez au moins l’un des deux nombres.")
        return cleaned | {"kind": kind, "trait": trait, "value": value}


def _choices(traits: Iterable[Trait]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that may be counted, gathered by trait."""
    return [
        (
            each.label,
            [
                *([(f"{RuleKind.AMONG}/{each.key}/{value}", f"{each.label}\u00a0: {label}") for value, label in each.values.items()]),
                (f"{RuleKind.DISTINCT}/{each.key}/", f"Nombre de {each.plural}"),
                (f"{RuleKind.EACH}/{each.key}/", f"Pour chaque {each.label.lower()}, une à une"),
            ],
        )
        for each in traits
    ]  # fmt: skip


class HoldForm(forms.Form):
    """Keep an application, or leave it, by hand."""

    keep = forms.ChoiceField(
        label="Cette candidature",
        choices=[("1", "est gardée d’office"), ("0", "est laissée d’office")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        help_text="Lu par les autres tiers facilitateurs, jamais par les candidats.",
    )

    def clean_keep(self) -> bool:
        return str(self.cleaned_data["keep"]) == "1"


class LetterForm(forms.ModelForm):
    """A letter, before it leaves."""

    letter = Guarded(label="La lettre", max_length=6000, widget=forms.Textarea(attrs={"rows": 16}))

    class Meta:
        model = Decision
        fields: ClassVar = ["subject"]
