"""What one may say of a conversation, and in it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms

from maillage.statements.models import LONGEST, RULE, Conversation, State, Statement
from maillage.statements.roles import Role

ONE_IDEA = f"Une seule idée, {LONGEST}\u00a0signes au plus. On doit pouvoir répondre «\u00a0d’accord\u00a0» ou «\u00a0pas d’accord\u00a0»."


class ConversationForm(forms.ModelForm):
    class Meta:
        model = Conversation
        fields: ClassVar = ["question", "rule"]
        widgets: ClassVar = {"rule": forms.Textarea({"rows": 6})}
        help_texts: ClassVar = {
            "question": "Une question ouverte\u00a0: «\u00a0Qu’est-ce qui aiderait les familles avant que tout se complique\u202f?\u00a0»",
            "rule": "Tout le monde la lit avant de proposer. Elle dit ce qui est publié, et ce qui ne l’est pas.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["rule"] = RULE


class StatementForm(forms.Form):
    """One statement, and from which place it is said."""

    text = forms.CharField(
        label="Énoncé",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=ONE_IDEA,
    )
    role = forms.ChoiceField(label="De quelle place parle-t-il\u202f?", choices=Role.choices)


class ProposalForm(StatementForm):
    """What somebody without an account puts forward."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Votre énoncé"
        self.fields["role"] = forms.ChoiceField(
            label="Vous parlez comme",
            choices=[("", "Choisissez…"), *Role.choices],
            help_text="Votre nom n’est pas demandé.",
        )


class DecisionForm(forms.Form):
    """What becomes of a statement, and why."""

    state = forms.ChoiceField(
        label="Décision",
        choices=[
            (State.PUBLISHED, "Publier"),
            (State.MERGED, "Réunir avec un énoncé publié"),
            (State.NOT_KEPT, "Ne pas retenir"),
        ],
        widget=forms.RadioSelect,
    )
    into = forms.ModelChoiceField(
        label="Réunir avec", queryset=Statement.objects.none(), required=False, empty_label="Aucun"
    )
    reason = forms.CharField(
        label="Pourquoi",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="L’auteur lit cette phrase sur son reçu. Obligatoire si l’énoncé n’est pas retenu.",
    )

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Statement.objects.filter(conversation=statement.conversation_id, state=State.PUBLISHED)
        self.fields["into"].queryset = others.exclude(pk=statement.pk).order_by("pk")  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What a published statement became."""

    outcome = forms.CharField(
        label="Ce qu’il est devenu",
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text="Ce qui a été décidé ou essayé grâce à lui, ou pourquoi rien n’a changé. Tout le monde le lit.",
    )


class ReceiptForm(forms.Form):
    """The code of a receipt."""

    code = forms.CharField(label="Votre reçu", max_length=40, help_text="Onze lettres et chiffres.")
