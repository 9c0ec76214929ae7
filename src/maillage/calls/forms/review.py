"""What one says about the review: its phases, its grid, who reads, advice, a conflict, a remark."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms

from maillage.calls.assigning import EACH
from maillage.calls.forms.application import Guarded
from maillage.calls.models import AdviceState, Application, ConflictLevel, Reviewer, ReviewPhase
from maillage.programmes.forms import MomentInput
from maillage.territories.geography import DEPARTMENTS


class PhaseForm(forms.ModelForm):
    """One phase, its dates, its rights."""

    class Meta:
        model = ReviewPhase
        fields: ClassVar = [
            "label",
            "kind",
            "starts_at",
            "ends_at",
            "all_files",
            "others",
            "unsigned",
            "anonymised",
        ]
        widgets: ClassVar = {"starts_at": MomentInput, "ends_at": MomentInput}
        help_texts: ClassVar = {
            "all_files": "Sinon, chaque personne ne lit que les dossiers qui lui sont attribués. Une récusation écarte toujours.",
            "others": "À l’aveugle d’abord\u00a0: on ne s’influence pas.",
            "anonymised": "Le nom, le département, les communes, les partenaires et les pièces jointes sont cachés\u00a0; un texte libre peut encore laisser deviner.",
        }

    def _post_clean(self) -> None:
        """The service says what the model refuses, once."""


class CriterionForm(forms.Form):
    """One criterion and its levels."""

    label = forms.CharField(label="Critère", max_length=80)
    help = forms.CharField(label="Ce que l’on regarde", max_length=300, required=False)
    weight = forms.IntegerField(
        label="Poids",
        min_value=0,
        max_value=20,
        initial=1,
        help_text="Un poids de 2 compte deux fois plus qu’un poids de 1\u00a0; 0 ne compte pas dans la note.",
    )
    levels = forms.CharField(
        label="Niveaux",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        help_text="Un par ligne, du plus fragile au plus solide.",
    )


class DepartmentsField(forms.CharField):
    """Codes of départements, however they are separated."""

    def clean(self, value: Any) -> list[str]:
        codes = [code.upper() for code in re.split(r"[\s,;]+", super().clean(value)) if code]
        wrong = [code for code in codes if code not in DEPARTMENTS]
        if wrong:
            raise forms.ValidationError(f"Ces codes n’existent pas\u00a0: {', '.join(wrong)}.")
        return sorted(set(codes))


class ReviewerChangeForm(forms.Form):
    """Where a reader works."""

    organisation = forms.CharField(
        label="Sa structure",
        max_length=120,
        required=False,
        help_text="Si elle est dans une candidature, la personne en est récusée d’office.",
    )
    departments = DepartmentsField(
        label="Départements où elle travaille",
        required=False,
        help_text="Leurs codes, par exemple 93, 2A, 974. Un dossier de ces départements est à signaler, sans être interdit.",
    )


class ReviewerForm(ReviewerChangeForm):
    """Somebody who reads."""

    email = forms.EmailField(label="Adresse électronique", max_length=254)
    full_name = forms.CharField(label="Prénom et nom", max_length=120)
    field_order = ["email", "full_name", "organisation", "departments"]


class PlanForm(forms.Form):
    """How many readers each file has."""

    each = forms.IntegerField(label="Lectures par dossier", min_value=1, max_value=9, initial=EACH)


class AssignForm(forms.Form):
    """One file to one reader, by hand."""

    application: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="Dossier", queryset=None, empty_label="Choisissez"
    )
    reviewer: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="Personne experte", queryset=None, empty_label="Choisissez"
    )

    def __init__(self, *args: Any, applications: Any, call: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = applications  # type: ignore[attr-defined]
        readers = Reviewer.objects.filter(call=call, left_at__isnull=True).select_related("user")
        self.fields["reviewer"].queryset = readers  # type: ignore[attr-defined]


class ConflictForm(forms.Form):
    """What ties a reader to a territory."""

    level = forms.ChoiceField(
        label="Ce lien",
        choices=[
            (ConflictLevel.SOFT, "est à signaler, et je peux lire ce dossier sans parti pris"),
            (ConflictLevel.HARD, "m’empêche de lire ce dossier\u00a0: je me récuse"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Ce qui vous lie à ce territoire",
        max_length=300,
        help_text="Par exemple «\u00a0j’y ai travaillé jusqu’en 2023\u00a0». Les personnes qui conduisent l’appel le lisent.",
    )


class RemarkForm(forms.Form):
    """Something to say in the discussion."""

    text = Guarded(label="Votre remarque", max_length=3000)


class ReopenForm(forms.Form):
    """Why a review is given back."""

    reason = Guarded(
        label="Pourquoi",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lu par la personne qui expertise, et gardé avec le dossier.",
    )


class AdviceAskForm(forms.Form):
    """Whose advice, and as what."""

    application: forms.ModelChoiceField[Application] = forms.ModelChoiceField(
        label="Dossier", queryset=None, empty_label="Choisissez"
    )
    email = forms.EmailField(label="Adresse électronique", max_length=254)
    capacity = forms.CharField(
        label="Au titre de",
        max_length=160,
        help_text="Par exemple «\u00a0Rectorat\u00a0» ou «\u00a0Délégué du préfet\u00a0».",
    )

    def __init__(self, *args: Any, applications: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = applications  # type: ignore[attr-defined]


class AdviceForm(forms.Form):
    """The answer of somebody without an account."""

    state = forms.ChoiceField(
        label="Votre avis",
        choices=[
            (AdviceState.YES, "Favorable"),
            (AdviceState.RESERVED, "Réservé"),
            (AdviceState.NO, "Défavorable"),
        ],
        widget=forms.RadioSelect,
    )
    reason = Guarded(
        label="Pourquoi",
        max_length=2000,
        required=False,
        help_text="Attendu pour un avis réservé ou défavorable.",
    )
