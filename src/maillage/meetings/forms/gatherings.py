"""What one says of a meeting, and the lines of its agenda."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.forms import BaseFormSet

from maillage.meetings.models import Meeting
from maillage.meetings.services.gatherings import AgendaLine
from maillage.programmes.forms import MomentInput
from maillage.territories.models import Territory
from maillage.territories.validators import refuse_person_name

MOST_LINES: Final = 30
EMPTY_LINES: Final = 3


class MeetingForm(forms.ModelForm):
    class Meta:
        model = Meeting
        fields: ClassVar = ["title", "purpose", "body", "starts_at", "ends_at", "place", "capacity"]
        widgets: ClassVar = {
            "starts_at": MomentInput,
            "ends_at": MomentInput,
            "purpose": forms.Textarea({"rows": 3}),
        }
        help_texts: ClassVar = {
            "title": "Comme on l’annoncerait\u00a0: «\u00a0Rentrée de la cité éducative\u00a0».",
            "purpose": "Une phrase que l’on comprend sans connaître vos sigles\u00a0: elle est lue par qui s’inscrit.",
            "place": "Le nom du lieu et comment y venir.",
        }

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        body.queryset = territory.bodies.all()  # type: ignore[attr-defined]
        if not body.queryset.exists():  # type: ignore[attr-defined]
            del self.fields["body"]


class AgendaLineForm(forms.Form):
    """One line; its title emptied, it goes."""

    item = forms.IntegerField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(label="Rang", min_value=1, max_value=99, required=False)
    title = forms.CharField(label="De quoi on parle", max_length=160, required=False)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=480, required=False)
    led_by = forms.CharField(
        label="Qui l’anime (une fonction)", max_length=80, required=False, validators=[refuse_person_name]
    )


AgendaFormSet = forms.formset_factory(AgendaLineForm, extra=EMPTY_LINES, max_num=MOST_LINES)


def lines_in(formset: BaseFormSet[AgendaLineForm]) -> list[AgendaLine]:
    """The lines in the order of their ranks; those without one come last, as they were typed."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data]
    rows.sort(key=lambda row: row.get("position") or 100)
    return [AgendaLine(row.get("item"), row["title"].strip(), row["minutes"], row["led_by"]) for row in rows]
