"""With which organisations do you work? Picked from the list of the wave; a missing one may be proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.surveys.kinds._actors import in_order, known, number, words_of, wrong_settings
from maillage.surveys.kinds._options import Card
from maillage.surveys.kinds._words import refusal
from maillage.territories.codes import Sector
from maillage.territories.validators import refuse_person_name

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

SHORT: Final = 30  # names; above, groups are folded and a search field helps
PROPOSALS: Final = 3
NAME_LENGTH: Final = 120


class Roster:
    """{"picked": ["<actor pk>", …], "proposed": [{"name": "…", "sector": code or ""}, …], "nobody": true when it is said}"""

    key = "roster"
    label = "Structures avec lesquelles on travaille"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        wrong = wrong_settings(question, counts=("at_most",), others=("sectors",))
        sectors = question.settings.get("sectors", [])
        if not isinstance(sectors, list) or not all(
            s in Sector.values for s in sectors if isinstance(s, str)
        ):
            wrong.append("un secteur de la liste («\u00a0sectors\u00a0») n’existe pas.")
        return wrong

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        key = asked.question.key
        new = [
            {
                "name": " ".join(data.get(f"{key}-new-{n}", "").split()),
                "sector": data.get(f"{key}-sector-{n}", ""),
            }
            for n in range(PROPOSALS)
        ]
        value = {"picked": data.getlist(key), "proposed": [each for each in new if each["name"]]}
        return {**value, "nobody": True} if data.get(f"{key}-nobody") else value

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        picked = value.get("picked") if isinstance(value, dict) else None
        if not isinstance(picked, list):
            raise ValidationError("La réponse attendue est une liste de structures.")
        known(picked, asked)
        proposed = self._proposed(value.get("proposed", []))
        nobody = value.get("nobody", False)
        if type(nobody) is not bool:
            raise ValidationError("La réponse attendue est une liste de structures.")
        if nobody and (picked or proposed):
            raise refusal("picked_and_nobody")
        if asked.question.required and not (nobody or picked or proposed):
            raise refusal("pick_one")
        most = number(asked.question, "at_most", len(asked.roster) or 1)
        if len(set(picked)) > most:
            raise refusal("pick_at_most", most=most)
        cleaned: dict[str, Any] = {"picked": in_order(set(picked)), "proposed": proposed}
        return {**cleaned, "nobody": True} if nobody else cleaned

    @staticmethod
    def _proposed(proposed: Any) -> list[dict[str, str]]:
        if not isinstance(proposed, list) or len(proposed) > PROPOSALS:
            raise ValidationError(f"On peut proposer {PROPOSALS}\u00a0structures au plus.")
        found = []
        for each in proposed:
            name, sector = (
                (each.get("name"), each.get("sector", "")) if isinstance(each, dict) else (None, "")
            )
            if not isinstance(name, str) or not name.strip():
                raise ValidationError("Une structure proposée a un nom.")
            if not isinstance(sector, str) or (sector and sector not in Sector.values):
                raise ValidationError("Le secteur d’une structure proposée n’existe pas.")
            if len(name) > NAME_LENGTH:
                raise refusal("name_too_long", most=NAME_LENGTH)
            refuse_person_name(name)
            found.append({"name": " ".join(name.split()), "sector": sector})
        return found

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return new

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        names = [asked.name(pk) for pk in value["picked"]] + [each["name"] for each in value["proposed"]]
        text = str(asked.tell(asked.question.text))
        if not names:
            return [(text, str(asked.say("nobody" if value.get("nobody") else "nothing")))]
        return [(text, ", ".join(names))]

    @staticmethod
    def _offered(asked: Asked) -> list[str]:
        """The names to choose from: all, or those of some sectors when the list is split between several questions."""
        kept = {
            Sector(code).label for code in asked.question.settings.get("sectors", []) if code in Sector.values
        }
        listed = asked.actors or tuple(asked.roster)
        return [pk for pk in listed if not kept or asked.groups.get(pk, "") in kept or not asked.groups]

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        key, picked = asked.question.key, set(value.get("picked", []))
        proposed = value.get("proposed", [])
        offered = self._offered(asked)
        groups: dict[str, list[Card]] = {}
        other = str(asked.say("other_names"))
        known_already = [pk for pk in offered if pk in asked.last]
        for pk in (*known_already, *(pk for pk in offered if pk not in asked.last)):
            said = asked.last.get(pk)
            note = None if said is None else asked.say(f"level_{said}")
            card = Card(key, pk, asked.tell({"fr": asked.name(pk)}), pk in picked, f"{key}-{pk}", note=note)
            heading = asked.groups.get(pk, other) if said is None else ""
            groups.setdefault(heading, []).append(card)
        blank = {"name": "", "sector": ""}
        return {
            "groups": [
                {"label": label, "cards": cards, "picked": sum(card.checked for card in cards)}
                for label, cards in groups.items()
                if label
            ],
            "last": groups.get("", []),
            "folded": len(offered) > SHORT,
            "nobody": Card(
                f"{key}-nobody", "1", asked.say("nobody"), value.get("nobody") is True, f"{key}-nobody"
            ),
            "proposed": [(n, each) for n, each in enumerate([*proposed, *[blank] * PROPOSALS][:PROPOSALS])],
            "any_proposed": bool(proposed),
            "sectors": Sector.choices,
            "name_length": NAME_LENGTH,
            **{
                word: asked.say(word)
                for word in (
                    "last_names", "last_help", "search", "missing", "missing_name", "missing_help", "missing_sector", "missing_sector_empty",
                    "warning", "hint",
                )
            },
        }  # fmt: skip

    def texts(self, value: dict[str, Any]) -> list[str]:
        return [each["name"] for each in value["proposed"]]

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        """None: how strong the tie is comes with the next question."""
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        """Half a minute to go through the list, then four seconds for each organisation found and ticked."""
        return words_of(question) + 30 + 4 * actors

    def ratings(self, question: Question, actors: int) -> int:
        return 0


KIND = Roster()
