"""What one may say about a call: its page for the facilitator, a question for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from maillage.calls.models import Call, Document, Inquiry, Milestone, Section
from maillage.core.uploads import ACCEPT, HELP
from maillage.programmes.forms import DateInput, MomentInput

MARKDOWN = (
    "Une ligne vide sépare deux paragraphes. <code>## Sous-titre</code>, <code>- liste</code>, <code>**important**</code>, "
    "<code>[texte du lien](https://…)</code>. Le titre de la partie s’écrit au-dessus, pas ici."
)


class CallForm(forms.ModelForm):
    class Meta:
        model = Call
        fields: ClassVar = [
            "title",
            "summary",
            "opens_at",
            "closes_at",
            "places",
            "contact_email",
            "retention_months",
        ]
        widgets: ClassVar = {"opens_at": MomentInput, "closes_at": MomentInput}
        help_texts: ClassVar = {
            "title": "Ce que l’on dira à voix haute. L’adresse de la page en est tirée, une fois pour toutes.",
            "opens_at": "Heure de Paris.",
            "closes_at": "Heure de Paris. Une candidature déjà commencée garde quelques minutes de plus.",
            "contact_email": "Montrée sur la page. Les questions y arrivent.",
            "retention_months": "Les candidatures non retenues sont effacées après ce délai.",
        }


class SectionForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Section
        fields: ClassVar = ["title", "body"]
        widgets: ClassVar = {"body": forms.Textarea({"rows": 16})}
        help_texts: ClassVar = {"body": MARKDOWN}


class NewSectionForm(forms.ModelForm):
    class Meta(SectionForm.Meta):
        pass


class MilestoneForm(forms.ModelForm):
    class Meta:
        model = Milestone
        fields: ClassVar = ["label", "on", "place"]
        widgets: ClassVar = {"on": DateInput}
        help_texts: ClassVar = {
            "label": "Par exemple «\u00a0Réunion d’information en ligne\u00a0».",
            "place": "Une salle, une ville, ou «\u00a0en ligne\u00a0».",
        }


class DocumentForm(forms.ModelForm):
    file = forms.FileField(
        label="Le fichier", help_text=HELP, widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )

    class Meta:
        model = Document
        fields: ClassVar = ["title"]
        help_texts: ClassVar = {"title": "Ce que l’on y trouve."}


class AskForm(forms.ModelForm):
    """A question, without an account."""

    class Meta:
        model = Inquiry
        fields: ClassVar = ["question", "email"]
        widgets: ClassVar = {"question": forms.Textarea({"rows": 5})}
        labels: ClassVar = {"question": "Votre question", "email": "Votre adresse, pour recevoir la réponse"}
        help_texts: ClassVar = {
            "question": "Si elle intéresse d’autres équipes, elle paraît sur la page avec sa réponse, sans votre nom.",
            "email": "Elle n’est jamais montrée, et elle est effacée une fois la réponse partie.",
        }


class AnswerForm(forms.ModelForm):
    """Its answer; the question may be worded again so that nobody is recognised."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    publish = forms.BooleanField(
        label="Montrer la question et la réponse sur la page de l’appel", required=False, initial=True
    )

    class Meta:
        model = Inquiry
        fields: ClassVar = ["question", "answer"]
        widgets: ClassVar = {"question": forms.Textarea({"rows": 3}), "answer": forms.Textarea({"rows": 8})}
        labels: ClassVar = {"question": "La question, telle qu’elle sera montrée"}
        help_texts: ClassVar = {"question": "Retirez-en ce qui ferait reconnaître une personne ou un lieu."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True


class LateCodeForm(forms.Form):
    """Why a code is given, and until when it opens."""

    reason = forms.CharField(
        label="Pourquoi", max_length=200, help_text="Par exemple «\u00a0panne de courant à la mairie\u00a0»."
    )
    valid_until = forms.DateTimeField(
        label="Valable jusqu’au",
        widget=MomentInput,
        initial=lambda: timezone.localtime() + timedelta(days=3),
    )
