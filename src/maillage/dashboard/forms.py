"""What one says when a role passes on."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from maillage.programmes.forms import DateInput


class HandoverForm(forms.Form):
    """To whom, from when, and who knows what."""

    email = forms.EmailField(
        label="L’adresse de la personne qui prend la suite",
        help_text="Elle se connectera avec cette adresse\u202f; son compte est ouvert s’il n’existe pas.",
    )
    full_name = forms.CharField(label="Son prénom et son nom", max_length=120)
    starts_on = forms.DateField(
        label="À partir du",
        widget=DateInput,
        initial=timezone.localdate,
        help_text="Le rôle de la personne qui part finit la veille.",
    )
    note = forms.CharField(
        label="Qui sait quoi",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text="Ce que l’on ne trouve écrit nulle part\u00a0: à qui téléphoner, ce qui est promis, ce qui est fragile. "
        "Lu par ceux qui pilotent ici, et gardé avec le territoire.",
    )
