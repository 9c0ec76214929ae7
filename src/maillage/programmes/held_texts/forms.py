"""The decision on a held text."""

from __future__ import annotations

from django import forms

from maillage.programmes.models import HeldTextState

DECISIONS = [
    (
        HeldTextState.TRANSMITTED,
        "Je l’ai transmis à la CRIP ou au 119. Le texte n’est pas publié\u00a0; il est effacé d’ici sous sept jours.",
    ),
    (
        HeldTextState.NO_DANGER,
        "Personne n’est en danger, mais le texte parle d’un enfant ou d’une famille. Il n’est pas publié\u00a0;"
        " il est effacé d’ici sous sept jours.",
    ),
    (
        HeldTextState.FALSE_ALARM,
        "Fausse alerte\u00a0: le texte ne parle ni d’un enfant ni d’une famille. Il retourne là où il a été écrit.",
    ),
]


class DecisionForm(forms.Form):
    """One of three decisions."""

    state = forms.ChoiceField(label="Votre décision", choices=DECISIONS, widget=forms.RadioSelect)
