"""What one may say in a sheet: one box a field of `content`, and nothing that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from maillage.club.codes import Depth
from maillage.club.content import PARAGRAPH, Field
from maillage.club.models import PeerReading
from maillage.territories.models import Territory

ROWS_SHORT, ROWS_LONG = 2, 5


def _box(field: Field) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": False}
    if field.choices is None:
        rows = ROWS_SHORT if field.longest <= PARAGRAPH else ROWS_LONG
        widget = forms.TextInput() if field.key in {"title", "contact"} else forms.Textarea({"rows": rows})
        return forms.CharField(max_length=field.longest, widget=widget, **common)
    choices = list(field.choices.items())
    if field.single:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)


class SheetForm(forms.Form):
    """Some fields of a sheet. Nothing is compulsory to be kept: what is needed is asked when the sheet is proposed."""

    def __init__(self, *args: Any, fields: Iterable[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in fields:
            self.fields[field.key] = _box(field)

    def content(self) -> dict[str, Any]:
        """{field: value}, of the boxes of this page."""
        return {key: self.cleaned_data[key] for key in self.fields if key in self.cleaned_data}


class PlaceForm(forms.Form):
    """For which of one's territories a sheet is begun."""

    territory: forms.ModelChoiceField[Territory] = forms.ModelChoiceField(
        label="Le territoire", queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, territories: QuerySet[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories  # type: ignore[attr-defined]


def _answered(label: str, no: str = "Pas encore") -> Any:
    choices = [("True", "Oui"), ("False", no)]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=lambda said: said == "True", widget=forms.RadioSelect
    )


class PeerForm(forms.ModelForm):
    """A kind grid: what one likes first, then what would help."""

    is_clear = _answered("Comprend-on ce qui se fait\u202f?")
    is_repeatable = _answered("Sauriez-vous le refaire chez vous\u202f?")
    names_nobody = _answered("Est-on sûr que personne n’y est reconnaissable\u202f?", "Non, quelqu’un l’est")

    class Meta:
        model = PeerReading
        fields: ClassVar = ["likes", "is_clear", "is_repeatable", "names_nobody", "wishes"]
        widgets: ClassVar = {
            "likes": forms.Textarea({"rows": 3}),
            "wishes": forms.Textarea({"rows": 3}),
        }
        help_texts: ClassVar = {
            "likes": "Commencez par là\u00a0: ce que vous aimeriez essayer.",
            "wishes": "Ce que vous voudriez savoir pour vous y mettre.",
        }


class PublishForm(forms.Form):
    depth = forms.ChoiceField(label="Jusqu’où elle est documentée", choices=Depth.choices)


class WhyForm(forms.Form):
    """A decision and its reason."""

    why = forms.CharField(label="Pourquoi", max_length=600, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: str = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = required
        if label:
            self.fields["why"].label = label


class AuthorForm(forms.Form):
    email = forms.EmailField(
        label="Son adresse électronique", help_text="Celle de son compte, dans un territoire du programme."
    )
