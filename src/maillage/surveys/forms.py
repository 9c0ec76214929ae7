"""What one may say of a wave and of a file of ties."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.core.typography import folded
from maillage.statements.models import Conversation
from maillage.surveys.imports import Answered, Levels
from maillage.surveys.interface import LANGUAGES
from maillage.surveys.models import Wave
from maillage.surveys.questionnaires import ACTORS, questionnaires
from maillage.surveys.services.collecting import VOTED
from maillage.surveys.vignettes import PREFIX, vignette_of, vignettes
from maillage.territories.codes import Sector
from maillage.territories.models import Actor, ActorStatus, Territory
from maillage.territories.queries import actors_of
from maillage.territories.tables import MAX_BYTES

USUAL: Final = timedelta(weeks=3)
MOST_VIGNETTES: Final = 6


class WaveForm(forms.ModelForm):
    """The next wave of a territory."""

    roster = forms.ModelMultipleChoiceField(
        label="Structures interrogées",
        queryset=Actor.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les structures validées de l’annuaire sont cochées. Un import pourra en ajouter.",
    )

    class Meta:
        model = Wave
        fields = ("label", "opened_on", "closed_on")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("opened_on", "closed_on")
        }
        help_texts = {
            "label": "Par exemple «\u00a0Printemps 2026\u00a0».",
            "closed_on": "Laissez vide si les réponses continuent d’arriver.",
        }

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actors = actors_of(territory)
        self.fields["opened_on"].initial = timezone.localdate()
        self.fields["roster"].queryset = actors  # type: ignore[attr-defined]
        self.fields["roster"].initial = actors.filter(status=ActorStatus.VALIDATED)
        shown = sorted(actors, key=lambda actor: folded(actor.name))  # É beside E, as in the other lists
        self.fields["roster"].choices = [(actor.pk, actor.name) for actor in shown]  # type: ignore[attr-defined]


class TiesForm(forms.Form):
    """A file of ties collected elsewhere, and how to read it."""

    file = forms.FileField(
        label="Fichier des liens",
        allow_empty_file=True,
        help_text="CSV, Excel (.xlsx), LibreOffice (.ods) ou GraphML, 10\u00a0Mo au plus. Une ligne par lien\u00a0: source, cible, niveau.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.ods,.graphml"}),
    )
    answered = forms.ChoiceField(
        label="Qui a répondu\u202f?",
        choices=Answered.choices,
        initial=Answered.SOURCES,
        widget=forms.RadioSelect,
    )
    levels = forms.ChoiceField(
        label="Niveaux", choices=Levels.choices, initial=Levels.KEEP, widget=forms.RadioSelect
    )
    undirected = forms.BooleanField(
        label="Les liens n’ont pas de sens",
        required=False,
        help_text="Chaque ligne vaut alors dans les deux sens.",
    )
    create_unknown = forms.BooleanField(
        label="Créer les structures inconnues de l’annuaire",
        required=False,
        help_text="Elles seront proposées, à valider ensuite.",
    )
    new_sector = forms.ChoiceField(
        label="Secteur des structures à créer",
        choices=[("", "Celui du fichier"), *Sector.choices],
        required=False,
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise ValidationError(
                "Le fichier dépasse 10\u00a0Mo\u202f: gardez seulement les colonnes utiles, ou coupez-le en plusieurs fichiers."
            )
        content: bytes = upload.read()
        return content


class PrepareForm(forms.Form):
    """What a wave asks, in which languages, until when."""

    questionnaire = forms.ChoiceField(label="Questionnaire", widget=forms.RadioSelect)
    blocks = forms.MultipleChoiceField(
        label="Questions à ajouter", required=False, widget=forms.CheckboxSelectMultiple
    )
    vignettes = forms.MultipleChoiceField(
        label="Situations inventées",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Vers qui se tourner, puis vers qui\u00a0: la même histoire pour les professionnels et les habitants. "
        "Trois ou quatre suffisent\u00a0: chacune prend une minute.",
    )
    languages = forms.MultipleChoiceField(
        label="Langues, en plus du français",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chacun choisit la sienne en ouvrant son lien. Le français reste écrit à côté.",
    )
    closing_day = forms.DateField(
        label="Dernier jour",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Trois semaines suffisent le plus souvent\u00a0: après, presque personne ne répond.",
    )
    closing_time = forms.TimeField(
        label="Heure de fermeture",
        initial=time(20, 0),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Une feuille commencée avant peut encore être envoyée pendant 24\u00a0heures.",
    )

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [each for each in questionnaires().values() if each.population == ACTORS]
        blocks = {
            key: title["fr"]
            for each in asked
            for key, title in each.blocks.items()
            if key not in VOTED and vignette_of(key) is None
        }
        self._offer(
            "vignettes",
            [(PREFIX + each.key, f"{each.title['fr']} ({each.ages})") for each in vignettes().values()],
        )
        self._offer("questionnaire", [(each.key, each.title["fr"]) for each in asked])
        self._offer("blocks", list(blocks.items()))
        self._offer("languages", [(code, name) for code, name in LANGUAGES.items() if code != "fr"])
        if not blocks:
            del self.fields["blocks"]
        closes = timezone.localtime(wave.closes_at or timezone.now() + USUAL)
        self.initial = {
            "questionnaire": wave.questionnaire or asked[0].key,
            "blocks": wave.blocks,
            "vignettes": wave.blocks,
            "languages": wave.languages,
            "closing_day": closes.date(),
            "closing_time": closes.time() if wave.closes_at else time(20, 0),
        }

    def _offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def clean_vignettes(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["vignettes"]
        if len(chosen) > MOST_VIGNETTES:
            raise ValidationError(
                f"{MOST_VIGNETTES}\u00a0situations au plus\u202f: au-delà, on ne lit plus, on coche."
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["blocks"] = [*said.get("blocks", ()), *said.pop("vignettes", ())]
        day, hour = said.pop("closing_day", None), said.pop("closing_time", None)
        if day and hour:
            said["closes_at"] = timezone.make_aware(datetime.combine(day, hour))
            if said["closes_at"] <= timezone.now():
                self.add_error("closing_day", "Choisissez un jour à venir.")
        return said


class ClosingForm(forms.Form):
    """Another closing for a wave that is open."""

    closes_at = forms.DateTimeField(
        label="Nouvelle fermeture",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ConversationForm(forms.Form):
    """Which conversation of the territory is put to the vote in a wave."""

    conversation = forms.ModelChoiceField(
        label="Conversation",
        queryset=Conversation.objects.none(),
        required=False,
        empty_label="Aucune",
        help_text="Ses énoncés publiés s’ajoutent aux questions des professionnels et des habitants.",
    )

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Conversation.objects.filter(territory=wave.territory_id).order_by("-opened_at", "-pk")
        self.fields["conversation"].queryset = here  # type: ignore[attr-defined]
        self.initial = {"conversation": wave.conversation_id}
