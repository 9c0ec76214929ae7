"""What one may say about a programme. A form says the sentences of the model, and adds none of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from maillage.programmes.models import Partner, Phase, Programme


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def accepted(form: forms.BaseForm, service: Callable[..., Any], **arguments: Any) -> bool:
    """Whether a valid form was accepted by a service, which made `form.made`; what it refuses is said in the form."""
    if not form.is_valid():
        return False
    try:
        form.made = service(**arguments, **form.cleaned_data)  # type: ignore[attr-defined]
    except ValidationError as error:
        named = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, sentences in named.items():
            form.add_error(name if name in form.fields else None, sentences)
        return False
    return True


class ProgrammeForm(forms.ModelForm):
    class Meta:
        model = Programme
        fields: ClassVar = [
            "name",
            "summary",
            "facilitator_name",
            "facilitator_contact",
            "places",
            "starts_on",
            "legal_notice",
        ]
        widgets: ClassVar = {
            "starts_on": DateInput,
            "summary": forms.Textarea({"rows": 5}),
            "legal_notice": forms.Textarea({"rows": 3}),
        }
        help_texts: ClassVar = {
            "summary": "À quoi sert le programme, en quelques phrases simples.",
            "places": "Combien de territoires peuvent participer en tout.",
            "starts_on": "Les étapes se comptent en mois à partir de ce jour.",
            "facilitator_contact": "Montrée à toutes les personnes qui participent.",
        }


class PartnerForm(forms.ModelForm):
    class Meta:
        model = Partner
        fields: ClassVar = ["name", "contribution"]
        help_texts: ClassVar = {
            "name": "Le nom d’une institution, par exemple un ministère ou une fédération.",
            "contribution": "Financement, expertise, réseau…",
        }


class PhaseForm(forms.ModelForm):
    class Meta:
        model = Phase
        fields: ClassVar = ["label", "start_month", "end_month", "content", "output"]
        widgets: ClassVar = {"content": forms.Textarea({"rows": 4})}
        help_texts: ClassVar = {
            "start_month": "Nombre de mois depuis le début du programme\u00a0: 0 pour commencer tout de suite.",
            "end_month": "Plus grand que le mois de début.",
            "output": "Ce que l’on tient en main à la fin de l’étape.",
        }


class AppointForm(forms.Form):
    """Give a dated role to somebody, possibly in the place of somebody else."""

    kind = forms.ChoiceField(label="Rôle")
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="La personne se connectera avec cette adresse\u00a0; son compte est ouvert s’il n’existe pas.",
    )
    full_name = forms.CharField(label="Prénom et nom", max_length=120)
    starts_on = forms.DateField(label="À partir du", widget=DateInput, initial=timezone.localdate)
    replaces: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="Prend la suite de",
        queryset=None,
        required=False,
        empty_label="Personne\u00a0: c’est une personne de plus",
        help_text="Le rôle de la personne choisie se termine la veille.",
    )

    def __init__(
        self, *args: Any, kinds: list[tuple[str, str]], holders: QuerySet[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["replaces"].queryset = holders  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day of something dated."""

    ends_on = forms.DateField(label="Dernier jour", widget=DateInput, initial=timezone.localdate)


class ConfirmForm(forms.Form):
    """Nothing to fill in: one confirms."""
