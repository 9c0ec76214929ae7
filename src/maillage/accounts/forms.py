"""What one may say: how to sign in, one's name, a password."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import SetPasswordForm

from maillage.accounts.models import User


class LinkForm(forms.Form):
    """An address to send a sign-in link to."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Écrivez votre adresse électronique.",
            "invalid": "Écrivez une adresse complète, par exemple nom@exemple.fr.",
        },
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class PasswordSignInForm(LinkForm):
    """An address and its password."""

    password = forms.CharField(
        label="Votre mot de passe",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Écrivez votre mot de passe."},
    )


class ProfileForm(forms.ModelForm):
    """One's name, as the others read it."""

    class Meta:
        model = User
        fields = ("full_name",)
        help_texts = {"full_name": "C’est ainsi que les autres membres vous liront."}
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}


class PasswordForm(SetPasswordForm):
    """A new password, written twice."""

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Nouveau mot de passe"
        self.fields["new_password1"].help_text = "Douze caractères au moins. Une phrase facile à retenir convient très bien."
        self.fields["new_password2"].label = "Le même, une seconde fois"
        self.fields["new_password2"].help_text = ""
