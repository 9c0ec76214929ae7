"""What one may say of a workshop, and what a table may say in it."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.meetings.damour import LEVELS, grid
from maillage.meetings.models import Meeting, Table, Workshop
from maillage.meetings.services.workshops import LONGEST, Hands, Said
from maillage.programmes.forms import DateInput
from maillage.statements.models import Conversation, Statement
from maillage.territories.models import Territory

WAYS: Final = ("agree", "disagree", "passing")


class WorkshopForm(forms.ModelForm):
    class Meta:
        model = Workshop
        fields: ClassVar = [
            "title",
            "format",
            "held_on",
            "place",
            "minutes",
            "audience",
            "conversation",
            "meeting",
            "outcome",
        ]
        widgets: ClassVar = {"held_on": DateInput, "outcome": forms.Textarea({"rows": 4})}
        help_texts: ClassVar = {
            "title": "Comme on l’annoncerait\u00a0: «\u00a0Notre coopération, vue par trois tables\u00a0».",
            "outcome": "Ce que l’on retient, sans nommer personne.",
        }

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conversation = self.fields["conversation"]
        conversation.queryset = Conversation.objects.filter(territory=territory)  # type: ignore[attr-defined]
        if not conversation.queryset.exists():  # type: ignore[attr-defined]
            del self.fields["conversation"]
        meeting = self.fields["meeting"]
        meeting.queryset = Meeting.objects.filter(territory=territory)  # type: ignore[attr-defined]
        if not meeting.queryset.exists():  # type: ignore[attr-defined]
            del self.fields["meeting"]


class TableForm(forms.ModelForm):
    class Meta:
        model = Table
        fields: ClassVar = ["name", "people"]
        help_texts: ClassVar = {
            "name": "«\u00a0Table\u00a01\u00a0», «\u00a0Parents\u00a0», «\u00a0École\u00a0»… jamais le nom d’une personne."
        }


def said_in(data: QueryDict) -> dict[str, Said]:
    """What a table's page says: {question: (level or None, reason)} for the questions that are on it."""
    found: dict[str, Said] = {}
    for dimension in grid():
        for each in dimension.indicators:
            if f"{each.key}-reason" in data:
                level = data.get(each.key, "")
                known = int(level) if level in {str(one) for one in LEVELS} else None
                found[each.key] = known, " ".join(data.get(f"{each.key}-reason", "").split())
    return found


def fields_of(said: dict[str, Said], refused: dict[str, str]) -> list[dict[str, Any]]:
    """The grid as a form, filled with what was said."""
    return [
        {
            "label": dimension.label,
            "questions": [
                {
                    "indicator": each,
                    "levels": [
                        {
                            "value": level,
                            "label": words,
                            "text": each.texts[level],
                            "chosen": said.get(each.key, (None, ""))[0] == level,
                        }
                        for level, words in LEVELS.items()
                    ],
                    "reason": said.get(each.key, (None, ""))[1],
                    "error": refused.get(each.key, ""),
                    "longest": LONGEST,
                }
                for each in dimension.indicators
            ],
        }
        for dimension in grid()
    ]


def hands_in(data: QueryDict, statements: list[Statement]) -> dict[int, Hands]:
    """The hands counted on a page; a line left empty is not there. ValidationError for what is no number."""
    found: dict[int, Hands] = {}
    for each in statements:
        typed = [data.get(f"{each.pk}-{way}", "").strip() for way in WAYS]
        if not any(typed):
            continue
        if not all(count.isdecimal() for count in typed if count):
            raise ValidationError("Écrivez des nombres de mains, sans rien d’autre.")
        agree, disagree, passing = (int(count or 0) for count in typed)
        found[each.pk] = agree, disagree, passing
    return found
