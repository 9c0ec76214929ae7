"""From votes on statements to what may be told of them: the finding `opinions`.

People are read by role. What may be told of each statement is worked out in `gate/levels.py`: levels by role, a share of
all rounded to five points, a level or nothing. Scores, which are made of exact counts, order statements and are not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from maillage.core import privacy
from maillage.diagnosis.gate import levels
from maillage.diagnosis.gate.levels import level, shown
from maillage.diagnosis.models import Diagnosis, Finding
from maillage.statements.models import State, Statement
from maillage.statements.roles import ROLES, Role, role_of
from maillage.surveys.models import Participation, Wave
from maillage.surveys.queries.respondents import Said

if TYPE_CHECKING:
    from maillage_analysis.opinions.readings import Opinions, Reading, Tally

KEY: Final = "opinions"
VERSION: Final = 1
PLACE: Final = "place"  # the question that asks residents from where they speak
STEP: Final = 5  # people: how many voted in a role is told to that
LISTS: Final = ("together", "together_against", "most", "most_against", "between_roles", "everywhere")
TOO_FEW: Final = f"Moins de {privacy.MIN_RESPONDENTS}\u00a0personnes ou structures ont voté\u202f: un chiffre dirait l’avis de l’une d’elles."


@dataclass(frozen=True)
class Ballot:
    """What one respondent voted, and its role. `listed`: an actor of the list, whose answers are counted elsewhere."""

    role: str
    listed: bool
    votes: Mapping[str, int]


@dataclass(frozen=True)
class Consultation:
    """Votes of a wave: ballots, {statement: its text}, {role: actors of the list}."""

    ballots: tuple[Ballot, ...]
    texts: Mapping[str, str]
    listed: Mapping[str, int]

    @property
    def said(self) -> list[Any]:
        """What the print of the data is made of; nothing when nobody voted."""
        ballots = [[each.role, dict(each.votes)] for each in self.ballots]
        return [ballots, dict(self.texts)] if ballots else []


def consultation_of(wave: Wave, said: Mapping[str, Said]) -> Consultation:
    """The votes of a wave on published statements; a vote on a statement merged with another counts for that one.

    said: what each respondent of the wave said. Without any vote, nothing is read.
    """
    cast = {who: votes for who, what in sorted(said.items()) if (votes := _votes_in(what))}
    if not cast:
        return Consultation((), {}, {})
    roster = Participation.objects.filter(wave=wave).select_related("actor").order_by("actor_id")
    roles = {f"actor {each.actor_id}": str(role_of(each.actor)) for each in roster}
    found = Statement.objects.filter(conversation__territory=wave.territory_id).order_by("pk")
    rows = found.values_list("pk", "text", "state", "merged_into_id")
    merged = {str(pk): str(into) for pk, _, state, into in rows if state == State.MERGED}
    return Consultation(
        ballots=tuple(
            Ballot(roles.get(who) or place_of(said[who]), who in roles, _moved(votes, merged))
            for who, votes in cast.items()
        ),
        texts={str(pk): text for pk, text, state, _ in rows if state == State.PUBLISHED},
        listed=Counter(roles.values()),
    )


def _votes_in(said: Said) -> dict[str, int]:
    """The votes among all that a respondent said."""
    return {
        str(statement): vote
        for value in said.values()
        if isinstance(value, dict) and isinstance(value.get("votes"), dict)
        for statement, vote in value["votes"].items()
    }


def place_of(said: Said) -> str:
    """The role of somebody who lives there, as they say it: parent, or resident when they do not."""
    chosen = said.get(PLACE) or {}
    place = chosen.get("choice") if isinstance(chosen, dict) else None
    return place if place in ROLES else str(Role.RESIDENTS)


def _moved(votes: Mapping[str, int], merged: Mapping[str, str]) -> dict[str, int]:
    """Votes on merged statements brought to those that say the same; what was voted on these themselves comes first."""
    found = {merged[on]: vote for on, vote in votes.items() if on in merged}
    return found | {on: vote for on, vote in votes.items() if on not in merged}


def finding_of(diagnosis: Diagnosis, votes: Consultation) -> list[Finding]:
    """The finding `opinions`, ready to be kept; none when nobody voted."""
    if not votes.ballots:
        return []
    value, n = read(votes, seed=diagnosis.seed)
    withheld = value.get("withheld", "")
    return [
        Finding(diagnosis=diagnosis, key=KEY, version=VERSION, value=value, n_answered=n, withheld=withheld)
    ]


def read(found: Consultation, *, seed: int) -> tuple[dict[str, Any], int]:
    """The JSON value that may be kept, and how many voted."""
    from maillage_analysis.opinions.readings import opinions
    from maillage_analysis.opinions.votes import Votes

    told = roles_told(found)
    casting = [
        (f"{i}", ballot.role if ballot.role in told else "", on, vote)
        for i, ballot in enumerate(found.ballots)
        for on, vote in sorted(ballot.votes.items())
        if on in found.texts
    ]
    votes = Votes.from_votes(
        [(who, on, vote) for who, _, on, vote in casting],
        statements=list(found.texts),
        roles={who: role for who, role, _, _ in casting},
    )
    result = opinions(votes, smallest=privacy.MIN_RESPONDENTS, seed=seed)
    if result.n_answered < privacy.MIN_RESPONDENTS:
        return {"withheld": TOO_FEW}, result.n_answered
    return _kept(result, found.texts, told), result.n_answered


def roles_told(found: Consultation) -> dict[str, privacy.Limits]:
    """How many people of each role voted, for the roles that may be told: five people, and none found by their presence.

    A role of five or six listed actors is not told: that it is would say that (nearly) all of them answered.
    """
    voted = [each for each in found.ballots if any(on in found.texts for on in each.votes)]
    people, outside = (
        Counter(each.role for each in voted),
        Counter(each.role for each in voted if not each.listed),
    )
    told = {}
    for role, n in sorted(people.items()):
        size = found.listed.get(role, 0)
        if not role or n < privacy.MIN_RESPONDENTS:
            continue
        if outside[role] >= privacy.MIN_RESPONDENTS or not size:
            told[role] = (n - n % STEP, n - n % STEP + STEP - 1)
        elif size - privacy.MIN_RATERS + 1 >= privacy.MIN_RESPONDENTS and not outside[role]:
            low, high = privacy.band(n, size)
            told[role] = (max(low, privacy.MIN_RESPONDENTS), high)
    return told


def _kept(result: Opinions, texts: Mapping[str, str], told: Mapping[str, privacy.Limits]) -> dict[str, Any]:
    enough = {
        name: each for name, each in result.statements.items() if each.total.n >= privacy.MIN_RESPONDENTS
    }
    lists = {key: [name for name in getattr(result.lists, key) if name in enough] for key in LISTS}
    groups = result.groups
    sizes = [int((groups.labels == each).sum()) for each in range(groups.count)]
    return {
        "roles": {role: list(limits) for role, limits in told.items()},
        "statements": [
            {"id": name, "text": texts[name], **_shown(reading)} for name, reading in enough.items()
        ],
        "lists": lists,
        "compared": result.compared,
        "groups": {
            "withheld": groups.withheld,
            "sizes": [size - size % STEP for size in sizes],
            "apart": [[[name, agrees] for name, agrees in each if name in enough] for each in result.apart],
        },
    }


def _shown(reading: Reading) -> dict[str, Any]:
    """Of a statement: who voted, the levels of each role, and of all a share, a level or nothing."""
    total = _said(reading.total)
    seen = shown([_said(each) for each in reading.roles.values()], total)
    ways = {
        way: {
            "share": None if count is None else _rounded(count, total.size),
            "level": level(true, total.size) if seen.has_levels else None,
        }
        for way, count, true in (("agree", seen.yes, total.yes), ("disagree", seen.no, total.no))
    }
    by_role = dict(zip(reading.roles, map(list, seen.levels), strict=True))
    return {"n": total.size, "total": ways, "roles": by_role}


def _said(tally: Tally) -> levels.Said:
    return levels.Said(tally.agree, tally.disagree, tally.n)


def _rounded(count: int, size: int) -> float:
    return round(round(count / size / privacy.STEP) * privacy.STEP, 2)
