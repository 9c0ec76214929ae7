"""What one says around an application: begin it, write it with others, ask for support, withdraw, ask for a correction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from maillage.core.childtext import findings
from maillage.core.uploads import ACCEPT, HELP
from maillage.programmes.forms import MomentInput


class AddressForm(forms.Form):
    """Where to send the link that begins an application."""

    email = forms.EmailField(
        label="Votre adresse professionnelle",
        max_length=254,
        help_text="Vous y recevrez un lien pour commencer, sans mot de passe à retenir.",
    )


class StartForm(forms.Form):
    """The territory that applies."""

    name = forms.CharField(
        label="Nom de la cité éducative",
        max_length=120,
        help_text="Par exemple «\u00a0Les Trois-Ponts\u00a0».",
    )
    organisation = forms.CharField(
        label="Votre structure", max_length=120, help_text="La mairie, le collège, la préfecture…"
    )
    late_code = forms.CharField(label="Code d’accès tardif", max_length=40, required=False)

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if late:
            self.fields["late_code"].required = True
        else:
            del self.fields["late_code"]


class LateCodeForm(forms.Form):
    """The code that gives more time."""

    late_code = forms.CharField(label="Code d’accès tardif", max_length=40)


class AuthorForm(forms.Form):
    """Somebody more who writes."""

    email = forms.EmailField(label="Son adresse électronique", max_length=254)
    organisation = forms.CharField(label="Sa structure", max_length=120, required=False)


class SupportForm(forms.Form):
    """Whom to ask at the Département."""

    email = forms.EmailField(
        label="Adresse de la personne du Département",
        max_length=254,
        help_text="Elle reçoit un lien, sans créer de compte\u00a0: elle lit un résumé et répond en une minute.",
    )


class Guarded(forms.CharField):
    """A free text that names no child; it is short, so it is refused rather than held."""

    widget = forms.Textarea

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        found = findings(text)
        if found:
            passage = text[found[0].start : found[0].end]
            raise forms.ValidationError(f"«\u00a0{passage}\u00a0»\u00a0: {found[0].sentence}")
        return text


class SupportAnswerForm(forms.Form):
    """What the Département answers."""

    gives = forms.ChoiceField(
        label="Le Département",
        choices=[("yes", "soutient cette candidature"), ("no", "ne la soutient pas")],
        widget=forms.RadioSelect,
    )
    signatory = forms.CharField(
        label="Au titre de quelle fonction répondez-vous\u00a0?",
        max_length=160,
        help_text="Par exemple «\u00a0directrice enfance et famille\u00a0». Votre nom n’est pas utile.",
    )
    comment = Guarded(label="Une précision pour le jury", max_length=1000, required=False)


class CorrectionForm(forms.Form):
    """What is to be corrected, and before when."""

    text = Guarded(label="Ce qui est à corriger", max_length=2000)
    until = forms.DateTimeField(
        label="Avant le", widget=MomentInput, initial=lambda: timezone.localtime() + timedelta(days=7)
    )


class FileForm(forms.Form):
    """A file to join."""

    file = forms.FileField(
        label="Le fichier", help_text=HELP, widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )


class ReferentForm(forms.Form):
    """Somebody of a Département."""

    department = forms.CharField(
        label="Département", max_length=3, help_text="Son code, par exemple 93, 2A ou 974."
    )
    email = forms.EmailField(label="Adresse électronique", max_length=254)
    full_name = forms.CharField(label="Prénom et nom", max_length=120)
