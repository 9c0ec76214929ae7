"""What one may say during the restitution. The services refuse; a form says their sentence."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from maillage.diagnosis.models import Audience
from maillage.programmes.forms import DateInput
from maillage.sharing.models import ReactionKind, SharedDiagnosis, Verdict
from maillage.sharing.queries.restitution import OUTCOMES
from maillage.territories.models import Actor, ActorStatus


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class InstitutionForm(forms.Form):
    """An institution that signs."""

    name = forms.CharField(label="Nom de l’institution", max_length=120)
    actor = forms.ModelChoiceField(
        label="Acteur de la liste",
        queryset=Actor.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text="Les personnes qui parlent pour lui reçoivent le lien.",
    )
    email = forms.EmailField(
        label="Ou une adresse électronique",
        required=False,
        help_text="Elle passe avant celles de l’annuaire.",
    )
    reads_first = forms.BooleanField(
        label="Elle pilote\u00a0: elle écrit sa lecture avant la relecture", required=False
    )

    def __init__(self, *args: Any, shared: SharedDiagnosis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = Actor.objects.filter(territory=shared.territory_id, status=ActorStatus.VALIDATED)
        self.fields["actor"].queryset = listed.order_by("name")  # type: ignore[attr-defined]


class MirrorForm(forms.Form):
    """Until when the readings are waited for."""

    until = forms.DateField(
        label="Lectures attendues jusqu’au",
        widget=DateInput,
        help_text="Passé ce jour, celles qui sont écrites sont réunies et la relecture peut s’ouvrir.",
    )

    def clean_until(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"], time(23, 59)))


class PreviewForm(forms.Form):
    """How long people read."""

    days = forms.IntegerField(
        label="Nombre de jours",
        initial=14,
        min_value=1,
        help_text="Dix jours au moins\u00a0: c’est promis à chacun.",
    )


class ReadingForm(forms.Form):
    """The reading of an institution."""

    text = forms.CharField(
        label="Votre lecture",
        widget=_area(10),
        max_length=4000,
        help_text="Ce que vous reconnaissez, ce qui vous surprend, ce qui vous manque, ce que vous voulez en faire.",
    )


class ReactionForm(forms.Form):
    """A comment or a contest."""

    kind = forms.ChoiceField(
        label="Vous voulez",
        widget=forms.RadioSelect,
        choices=[
            (ReactionKind.COMMENT, "Commenter\u00a0: dire ce que vous en pensez"),
            (ReactionKind.CONTEST, "Contester\u00a0: ce passage est faux, ou ne doit pas paraître"),
        ],
        initial=ReactionKind.COMMENT,
    )
    text = forms.CharField(label="En quelques mots", widget=_area(5), max_length=4000)


class ReceiptForm(forms.Form):
    """What proves that an answer is one's own."""

    receipt = forms.CharField(
        label="Votre reçu", max_length=20, help_text="Le code donné quand vous avez envoyé votre réponse."
    )


class AnswerForm(forms.Form):
    """The pilots' answer to a contest."""

    outcome = forms.ChoiceField(label="Décision", widget=forms.RadioSelect, choices=OUTCOMES)
    answer = forms.CharField(
        label="Votre réponse",
        widget=_area(4),
        max_length=4000,
        help_text="Elle est envoyée à qui a contesté.",
    )


class ValidationForm(forms.Form):
    """The decision of an institution."""

    verdict = forms.ChoiceField(label="Décision", widget=forms.RadioSelect, choices=Verdict.choices)
    reservations = forms.CharField(
        label="Réserves, ou raisons", widget=_area(4), max_length=4000, required=False
    )
    decided_on = forms.DateField(label="Décidé le", widget=DateInput, initial=timezone.localdate)


class PublishForm(forms.Form):
    """For whom, and what changes."""

    audience = forms.ChoiceField(
        label="Pour qui",
        widget=forms.RadioSelect,
        choices=[
            (
                Audience.TERRITORY,
                "Les membres du territoire\u00a0: tout, avec les structures qui l’acceptent",
            ),
            (
                Audience.PUBLIC,
                "Tout le monde\u00a0: une page publique sans aucun nom de structure, et la version complète pour les membres",
            ),
        ],
        initial=Audience.PUBLIC,
    )
    reason = forms.CharField(
        label="Ce qui change depuis la version précédente", max_length=300, required=False
    )
