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
        waves = Wave.objects.filter(territory=territory).order_by("-number")
        for name in ("wave", "previous_wave"):
            self.fields[name].queryset = waves  # type: ignore[attr-defined]
        self.latest = list(waves[:2])
        for name, wave in zip(("wave", "previous_wave"), self.latest, strict=False):
            self.fields[name].initial = wave

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wave, previous = data.get("wave"), data.get("previous_wave")
        if wave and previous and previous.number >= wave.number:
            self.add_error("previous_wave", "Choisissez une vague plus ancienne que la vague à lire.")
        return data
