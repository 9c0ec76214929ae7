"""What one may say: how to sign in, one's name, a password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Nouveau mot de passe"
        self.fields[
            "new_password1"
        ].help_text = "Douze caractères au moins. Une phrase facile à retenir convient très bien."
        self.fields["new_password2"].label = "Le même, une seconde fois"
        self.fields["new_password2"].help_text = ""


def _ask_for_code(form: forms.BaseForm) -> None:
    form.fields["code"].label = "Code à six chiffres"
    form.fields["code"].widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
    )


class ActivateForm(ActivateTOTPForm):
    """The first code of a new second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self)


class CodeForm(mfa_forms.AuthenticateForm):
    """The code asked at each sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self)
        self.fields["code"].help_text = "Un code de secours à huit chiffres convient aussi."


class CodeAgainForm(mfa_forms.ReauthenticateForm):
    """The code asked before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self)


class PasswordAgainForm(ReauthenticateForm):
    """The password asked before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Votre mot de passe"
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
