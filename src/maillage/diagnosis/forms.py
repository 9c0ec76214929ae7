"""What one may ask of a diagnosis."""

from __future__ import annotations

from typing import Any

from django import forms

from maillage.surveys.models import Wave
from maillage.territories.models import Territory


class RequestForm(forms.Form):
    """The wave to read, and the one it is compared with."""

    wave = forms.ModelChoiceField(label="Vague à lire", queryset=Wave.objects.none(), empty_label=None)
    previous_wave = forms.ModelChoiceField(
        label="Comparer avec",
        queryset=Wave.objects.none(),
        required=False,
        empty_label="Aucune vague",
        help_text="Une vague plus ancienne, pour voir ce qui a changé.",
    )

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A wave that is being prepared has nothing to read; one that is open is not proposed before it is over.
        answered = Wave.objects.filter(territory=territory, roster__answered=True).values("pk")
        waves = Wave.objects.filter(pk__in=answered).order_by("-number")
        for name in ("wave", "previous_wave"):
            self.fields[name].queryset = waves  # type: ignore[attr-defined]
        self.latest = next((each for each in waves if not each.is_open), waves.first())
        if self.latest is not None:
            self.fields["wave"].initial = self.latest
            self.fields["previous_wave"].initial = waves.filter(number__lt=self.latest.number).first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wave, previous = data.get("wave"), data.get("previous_wave")
        if wave and previous and previous.number >= wave.number:
            self.add_error("previous_wave", "Choisissez une vague plus ancienne que la vague à lire.")
        return data
