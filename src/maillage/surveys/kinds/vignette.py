"""A made-up situation: whom one turns to first, then whom, who else, with the parents or not, and whether to report it.

Somebody who answers for an organisation names actors of the roster, or a relay; a resident names relays only. Nobody
and « je ne sais pas » are answers. The same text for everybody, never a question on a child one knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from maillage.core.typography import folded
from maillage.surveys.kinds._actors import STRANGER, reading, words_of, wrong_settings
from maillage.surveys.kinds._options import LEAVE_ICONS, STRANGE, Card, among, tables_of
from maillage.surveys.kinds._words import refusal, told
from maillage.surveys.relays import RELAYS
from maillage.surveys.vignettes import Vignette, vignettes

if TYPE_CHECKING:
    from maillage.surveys.kinds import Asked
    from maillage.surveys.questionnaires import Question

STEPS: Final = ("first", "next")
OWN, NOBODY, UNKNOWN = "own", "nobody", "unknown"
ACTOR: Final = "actor:"
PARENTS: Final = {"start": "parents_start", "later": "parents_later", "no": "no", UNKNOWN: UNKNOWN}
WORRY: Final = {"no": "no", "maybe": "maybe", "yes": "yes", UNKNOWN: UNKNOWN}
CODED: Final = {"parents": PARENTS, "worry": WORRY}
ICONS: Final = {NOBODY: "circle-slash", OWN: "building-2", UNKNOWN: LEAVE_ICONS[UNKNOWN]}
MOST: Final = 6  # round the table: more is everybody
DECIDE: Final = 8  # seconds for each of the five answers: the list of actors is long


def situation(question: Question) -> Vignette | None:
    """The situation that a question asks about; None when its setting names none."""
    return vignettes().get(str(question.settings.get("vignette", "")))


class VignetteKind:
    """{"first": R, "next": R, "around": [relay, …], "parents": start|later|no|unknown, "worry": no|maybe|yes|unknown}

    R is "actor:<pk>", "relay:<code>", "own", "nobody" or "unknown"; null, or an empty list, is what was left blank.
    """

    key = "vignette"
    label = "Situation inventée"
    per_actor = False
    per_screen = 0

    def lint(self, question: Question) -> list[str]:
        wrong = wrong_settings(question, others=("vignette",))
        if situation(question) is None:
            wrong.append("la situation («\u00a0vignette\u00a0») n’est pas une de celles de la bibliothèque.")
        return wrong

    def draft(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        start = asked.question.key
        one = {part: data.get(f"{start}-{part}") or None for part in (*STEPS, *CODED)}
        return {**one, "around": data.getlist(f"{start}-around")}

    def read(self, asked: Asked, data: QueryDict) -> dict[str, Any]:
        return self.clean(self.draft(asked, data), asked)

    def clean(self, value: Any, asked: Asked) -> dict[str, Any]:
        table = tables_of(value)
        around = table.get("around")
        if set(table) != {*STEPS, "around", *CODED} or not isinstance(around, list):
            raise ValidationError(STRANGE)
        kept = {among(each, RELAYS) for each in around}
        if len(kept) > MOST:
            raise refusal("at_most", most=MOST)
        found: dict[str, Any] = {part: self._relay(table[part], asked) for part in STEPS}
        found["around"] = [relay for relay in RELAYS if relay in kept]
        for part, codes in CODED.items():
            said = table[part]
            found[part] = None if said is None or not self._asks(part, asked) else among(said, codes)
        if asked.question.required and not any(found.values()):
            raise refusal("please")
        return found

    @staticmethod
    def _asks(part: str, asked: Asked) -> bool:
        """Whether this part of the question makes sense in the situation."""
        found = situation(asked.question)
        return part != "worry" or found is None or found.is_minor

    @staticmethod
    def _relay(said: Any, asked: Asked) -> str | None:
        if said is None:
            return None
        if isinstance(said, str) and said.startswith(ACTOR) and not asked.easy:
            if said.removeprefix(ACTOR) not in asked.roster:
                raise ValidationError(STRANGER)
            return said
        allowed = {f"relay:{relay}" for relay in RELAYS} | {NOBODY, UNKNOWN}
        return among(said, allowed if asked.easy else allowed | {OWN})

    def merge(self, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return new

    def describe(self, value: dict[str, Any], asked: Asked) -> list[tuple[str, str]]:
        nothing = str(asked.say("nothing"))
        lines = [(part, self._named(value.get(part), asked) or nothing) for part in STEPS]
        around = ", ".join(str(asked.say(f"relay_{each}")) for each in value.get("around", []))
        lines.append(("around", around or nothing))
        for part, codes in CODED.items():
            if self._asks(part, asked):
                said = value.get(part)
                lines.append((part, str(asked.say(codes[said])) if said else nothing))
        found = situation(asked.question)
        title = f"{asked.tell(found.title)} – " if found else ""
        return [(f"{title}{asked.say(f'vignette_{part}')}", words) for part, words in lines]

    @staticmethod
    def _named(said: str | None, asked: Asked) -> str:
        if not said:
            return ""
        if said.startswith(ACTOR):
            return asked.name(said.removeprefix(ACTOR))
        if said == UNKNOWN:
            return str(asked.say(UNKNOWN))
        return str(asked.say(f"relay_{said.removeprefix('relay:')}"))

    def field(self, asked: Asked, value: dict[str, Any]) -> dict[str, Any]:
        found = situation(asked.question)
        return {
            "title": asked.tell(found.title) if found else None,
            "story": asked.tell(found.text) if found else None,
            "danger": asked.say("vignette_danger") if found and found.danger else None,
            "crip": asked.say("vignette_crip") if found and found.danger and not asked.easy else None,
            "steps": [self._step(asked, part, value.get(part)) for part in STEPS],
            "around": self._around(asked, value.get("around", [])),
            "around_said": asked.say("vignette_around"),
            "several": asked.say("several"),
            "coded": [self._coded(asked, part, value.get(part)) for part in CODED if self._asks(part, asked)],
        }

    def _step(self, asked: Asked, part: str, said: str | None) -> dict[str, Any]:
        """One relay: cards for residents; for the others a list, where the actors of the roster are too many for cards."""
        name = f"{asked.question.key}-{part}"
        step: dict[str, Any] = {"id": name, "said": asked.say(f"vignette_{part}")}
        ways = [NOBODY, UNKNOWN] if asked.easy else [OWN, NOBODY, UNKNOWN]
        values = {
            **{f"relay:{relay}": (f"relay_{relay}", icon) for relay, icon in RELAYS.items()},
            **{way: (way if way == UNKNOWN else f"relay_{way}", ICONS[way]) for way in ways},
        }
        cards = [
            Card(name, each, asked.say(word), said == each, f"{name}-{n}", icon)
            for n, (each, (word, icon)) in enumerate(values.items())
        ]
        relays, quiet = cards[: len(RELAYS)], cards[len(RELAYS) :]
        if asked.easy:
            return {**step, "cards": relays, "quiet": quiet}
        return {
            **step,
            "choose": asked.say("vignette_choose"),
            "here": asked.say("vignette_here"),
            "actors": [(f"{ACTOR}{pk}", shown, said == f"{ACTOR}{pk}") for pk, shown in self._by_name(asked)],
            "elsewhere": asked.say("vignette_elsewhere"),
            "relays": relays,
            "quiet": quiet,
        }

    @staticmethod
    def _by_name(asked: Asked) -> list[tuple[str, str]]:
        return sorted(asked.roster.items(), key=lambda each: folded(each[1]))

    @staticmethod
    def _around(asked: Asked, said: list[str]) -> list[Card]:
        name = f"{asked.question.key}-around"
        return [
            Card(name, relay, asked.say(f"relay_{relay}"), relay in said, f"{name}-{n}", icon)
            for n, (relay, icon) in enumerate(RELAYS.items())
        ]

    @staticmethod
    def _coded(asked: Asked, part: str, said: str | None) -> dict[str, Any]:
        name = f"{asked.question.key}-{part}"
        cards = [
            Card(name, code, asked.say(word), said == code, f"{name}-{code}")
            for code, word in CODED[part].items()
        ]
        return {"id": name, "said": asked.say(f"vignette_{part}"), "cards": cards}

    def texts(self, value: dict[str, Any]) -> list[str]:
        return []

    def ties(self, value: dict[str, Any]) -> dict[str, int]:
        """None: to whom one would turn is not with whom one works."""
        return {}

    def seconds(self, question: Question, actors: int) -> float:
        found = situation(question)
        story = told(found.text, "fr").text if found else ""
        return words_of(question) + reading(story) + DECIDE * (len(STEPS) + len(CODED) + 1)

    def ratings(self, question: Question, actors: int) -> int:
        return len(STEPS) + len(CODED) + 1


KIND = VignetteKind()
