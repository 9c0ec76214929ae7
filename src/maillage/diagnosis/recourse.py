"""From answers to made-up situations to what may be told of them: the finding `recourse`.

People are read by kind of engagement: those whose job it is, volunteers, parents and residents. A kind that fewer than
five people or structures speak for is read with another, or all are read together: nobody is counted twice. What is shared between
several answers is told as bands (`gate/bands.py`), what is ticked or not as levels (`core/privacy.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from maillage.core import privacy
from maillage.diagnosis.gate import bands
from maillage.diagnosis.gate.levels import level
from maillage.diagnosis.models import Diagnosis, Finding
from maillage.diagnosis.opinions import place_of
from maillage.statements.roles import Role, role_of
from maillage.surveys.kinds.vignette import ACTOR, CODED, NOBODY, OWN, STEPS, UNKNOWN
from maillage.surveys.models import Wave
from maillage.surveys.queries.engagement import kind_of, natures_of
from maillage.surveys.queries.respondents import Said
from maillage.surveys.relays import OTHER, RELAYS, relay_of
from maillage.surveys.vignettes import vignette_of, vignettes

KEY: Final = "recourse"
VERSION: Final = 1
PROFESSIONALS, VOLUNTEERS, LOCALS = "PROFESSIONALS", "VOLUNTEERS", "LOCALS"
OTHERS, ALL = "OTHERS", "ALL"  # volunteers and locals together; everybody
KINDS: Final = (PROFESSIONALS, VOLUNTEERS, LOCALS)
NONE, BLANK = "none", "blank"  # nobody or « je ne sais pas »; nothing said
FIRST: Final = (*RELAYS, OTHER, OWN, NONE, BLANK)
CODES: Final = {part: (*codes, BLANK) for part, codes in CODED.items()}
ENOUGH_PAIRS: Final = 20
ENOUGH_SOURCES: Final = privacy.MIN_RESPONDENTS_PUBLIC
MOST_DOORS: Final = 12
TOO_FEW: Final = f"Moins de {privacy.MIN_RESPONDENTS}\u00a0personnes ou structures ont répondu aux situations\u202f: un chiffre dirait la réponse de l’une d’elles."
THIN: Final = "Trop peu de structures ont nommé d’autres structures de la liste\u202f: on ne compare pas leurs recours à leurs coopérations."


@dataclass(frozen=True)
class Reply:
    """What one respondent said of one situation. who: « actor 12 » for an actor of the list."""

    who: str
    kind: str
    situation: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Recourse:
    """Replies of a wave, and the relay that each actor of the list is: {actor pk: relay}."""

    replies: tuple[Reply, ...]
    relays: Mapping[str, str]

    @property
    def said(self) -> list[Any]:
        """What the print of the data is made of; nothing when nobody replied."""
        return [[each.who, each.kind, each.situation, dict(each.value)] for each in self.replies]

    def named(self, reply: Reply, step: str) -> str:
        """The relay of a step, `none`, `own`, or `blank`."""
        said = reply.value.get(step)
        if said is None:
            return BLANK
        if said in {NOBODY, UNKNOWN}:
            return NONE
        if said.startswith(ACTOR):
            return self.relays.get(said.removeprefix(ACTOR), OTHER)
        return str(said.removeprefix("relay:"))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(actor, actor it would turn to), as often as it was said."""
        return [
            (reply.who.removeprefix("actor "), reply.value[step].removeprefix(ACTOR))
            for reply in self.replies
            for step in STEPS
            if str(reply.value.get(step) or "").startswith(ACTOR)
        ]


def recourse_of(wave: Wave, said: Mapping[str, Said]) -> Recourse:
    """The replies of a wave; those left wholly blank are not replies. said: what each respondent said."""
    found = [
        (who, situation.key, value)
        for who, what in sorted(said.items())
        for question, value in sorted(what.items())
        if (situation := vignette_of(question)) and isinstance(value, dict) and any(value.values())
    ]
    if not found:
        return Recourse((), {})
    roster = {str(each.actor_id): each.actor for each in wave.roster.select_related("actor")}
    natures = natures_of(wave)
    kinds = {
        f"actor {pk}": _kind(str(role_of(actor)), natures.get(actor.pk, set()))
        for pk, actor in roster.items()
    }
    return Recourse(
        replies=tuple(
            Reply(who, kinds.get(who) or _kind(place_of(said[who]), set()), situation, value)
            for who, situation, value in found
        ),
        relays={pk: relay_of(actor.sector, actor.actor_type) for pk, actor in roster.items()},
    )


def _kind(role: str, natures: set[str]) -> str:
    """From the people an actor is known by, else from its place."""
    known = {"Professionnels": PROFESSIONALS, "Bénévoles, personnes élues": VOLUNTEERS}
    if natures:
        return known.get(kind_of(natures), LOCALS)
    return LOCALS if role in {Role.PARENTS, Role.RESIDENTS} else PROFESSIONALS


def finding_of(diagnosis: Diagnosis, found: Recourse, ties: Iterable[Sequence[Any]]) -> list[Finding]:
    """The finding `recourse`, ready to be kept; none when nobody replied. ties: [source, target, level] declared."""
    if not found.replies:
        return []
    n = len({reply.who for reply in found.replies})
    value: dict[str, Any] = {"withheld": TOO_FEW}
    if n >= privacy.MIN_RESPONDENTS:
        declared = {(source, target): strength for source, target, strength in ties}
        value = read(found, declared, size=len(found.relays), seed=diagnosis.seed)
    return [
        Finding(
            diagnosis=diagnosis,
            key=KEY,
            version=VERSION,
            value=value,
            n_answered=n,
            withheld=value.get("withheld", ""),
        )
    ]


def read(found: Recourse, ties: Mapping[tuple[str, str], int], *, size: int, seed: int) -> dict[str, Any]:
    """The JSON value that may be kept. size: actors of the list."""
    by_situation = defaultdict(list)
    for reply in found.replies:
        by_situation[reply.situation].append(reply)
    return {
        "situations": [
            {"key": key, "kinds": _by_kind(found, by_situation[key])}
            for key in vignettes()
            if key in by_situation
        ],
        "doors": _doors(found),
        "beside": _beside(found, ties),
        "supported": _supported(found, ties, size=size, seed=seed),
    }


def _by_kind(found: Recourse, replies: Sequence[Reply]) -> dict[str, Any]:
    """Each kind that can be read apart; those too few are read with the others, and nobody is counted twice."""
    enough = privacy.MIN_RESPONDENTS
    present = {kind: [each for each in replies if each.kind == kind] for kind in KINDS}
    if any(0 < len(present[kind]) < enough for kind in (VOLUNTEERS, LOCALS)):
        present = {PROFESSIONALS: present[PROFESSIONALS], OTHERS: present[VOLUNTEERS] + present[LOCALS]}
    if any(0 < len(each) < enough for each in present.values()):
        present = {ALL: list(replies)}
    return {kind: _told(found, each) for kind, each in present.items() if len(each) >= enough}


def _told(found: Recourse, replies: Sequence[Reply]) -> dict[str, Any]:
    n = len(replies)
    first = Counter(found.named(each, "first") for each in replies)
    around = Counter(relay for each in replies for relay in each.value.get("around", ()))
    two = sum(not {found.named(each, step) for step in STEPS} & {NONE, BLANK} for each in replies)
    return {
        "n": bands.people(n),
        "first": _bands(first, FIRST),
        "two": level(two, n),
        "around": {relay: level(around[relay], n) for relay in RELAYS},
        **{
            part: _bands(Counter(each.value.get(part) or BLANK for each in replies), codes)
            for part, codes in CODES.items()
        },
    }


def _bands(counts: Mapping[str, int], order: Sequence[str]) -> dict[str, Any]:
    limits = bands.told([counts[each] for each in order])
    return dict(zip(order, map(list, limits or ()), strict=False))


def _doors(found: Recourse) -> list[str]:
    """The actors that five others or more named, in no order: how many named each is not kept."""
    naming = defaultdict(set)
    for source, target in found.pairs:
        naming[target].add(source)
    many = [each for each, sources in naming.items() if len(sources) >= privacy.MIN_RESPONDENTS]
    most = sorted(many, key=lambda each: (-len(naming[each]), int(each)))[:MOST_DOORS]
    return sorted(most, key=int)


def _beside(found: Recourse, ties: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """By relay, how many organisations turn to it, and how many say they work with one: levels, of those that replied."""
    from maillage_analysis.recourse import LEVEL

    sources = {reply.who.removeprefix("actor ") for reply in found.replies if reply.who.startswith("actor ")}
    if len(sources) < privacy.MIN_RESPONDENTS:
        return {}
    turn, work = defaultdict(set), defaultdict(set)
    for reply in found.replies:
        for step in STEPS:
            if reply.who.startswith("actor "):
                turn[found.named(reply, step)].add(reply.who)
    for (source, target), strength in ties.items():
        if source in sources and strength >= LEVEL:
            work[found.relays.get(target, OTHER)].add(source)
    present = [relay for relay in RELAYS if relay in set(found.relays.values())]
    n = len(sources)
    return {relay: [level(len(turn[relay]), n), level(len(work[relay]), n)] for relay in present}


def _supported(
    found: Recourse, ties: Mapping[tuple[str, str], int], *, size: int, seed: int
) -> dict[str, Any]:
    """The share of recourse that follows declared cooperation, rounded to five points; or why it is not told."""
    from maillage_analysis.recourse import supported

    result = supported(found.pairs, ties, size=size, seed=seed)
    thin = (
        result is None
        or result.n < ENOUGH_PAIRS
        or result.sources < ENOUGH_SOURCES
        or result.largest > privacy.MAX_RATER_SHARE
        or privacy.is_extreme(round(result.share * result.n), result.n)
    )
    if thin or result is None:
        return {"withheld": THIN}
    return {
        "share": _rounded(result.share),
        "interval": [_rounded(each) for each in result.interval],
        "expected": _rounded(result.expected),
        "sources": bands.people(result.sources),
    }


def _rounded(share: float) -> float:
    return round(round(share / privacy.STEP) * privacy.STEP, 2)
