"""From the database to the analysis: the one file where the platform meets `maillage_analysis`.

What is read here is frozen: the nodes with the name shown to others, the ties as declared, who answered. Trust ratings go
to the analysis but never into the snapshot that is kept.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maillage.context.figures import figures_told
from maillage.context.queries import actions_told, level_names
from maillage.diagnosis.gate.hands import hands_shown
from maillage.diagnosis.gate.ledger import prints_of
from maillage.diagnosis.map.pairs import strongest
from maillage.diagnosis.models import Diagnosis
from maillage.diagnosis.modes import modes_of
from maillage.diagnosis.opinions import Consultation, consultation_of
from maillage.diagnosis.recourse import Recourse, recourse_of
from maillage.meetings.models import Workshop
from maillage.meetings.queries import grid_told, hands_told
from maillage.surveys.kinds import kinds
from maillage.surveys.models import Answer, Participation, Wave
from maillage.surveys.queries.respondents import said_by_respondent
from maillage.territories.codes import map_group

if TYPE_CHECKING:
    from maillage_analysis.network import Network


@dataclass(frozen=True)
class Snapshot:
    """What a diagnosis is computed on."""

    network: Network
    previous: Network | None
    trust: Network | None
    kept: dict[str, Any]
    modes: dict[str, Any]
    input_hash: str
    prints: dict[str, str]
    votes: Consultation
    recourse: Recourse

    @property
    def layers(self) -> dict[str, Network]:
        """Other relations between the same nodes."""
        return {"trust": self.trust} if self.trust is not None else {}


def take(diagnosis: Diagnosis) -> Snapshot:
    """Read the wave of a diagnosis, and the previous one when there is one."""
    wave = read_wave(diagnosis.wave)
    before = read_wave(diagnosis.previous_wave) if diagnosis.previous_wave else None
    trust = _ties(diagnosis.wave, "trust", wave["nodes"])
    kept = {
        "wave": wave["wave"],
        "previous": before["wave"] if before else None,
        "nodes": wave["nodes"],
        "ties": wave["ties"],
        **_beside(diagnosis.wave),
    }
    network = network_of(wave, directed=diagnosis.wave.directed)
    said = said_by_respondent(diagnosis.wave)
    votes, recourse = consultation_of(diagnosis.wave, said), recourse_of(diagnosis.wave, said)
    read = [kept, before, trust, *votes.said, *recourse.said]
    everything = json.dumps(read, sort_keys=True, ensure_ascii=False)
    return Snapshot(
        network=network,
        previous=network_of(before, directed=before["wave"]["directed"]) if before else None,
        trust=network_of({**wave, "ties": trust, "nodes": _raters(diagnosis.wave, wave["nodes"])})
        if trust
        else None,
        kept=kept,
        modes=modes_of(diagnosis.wave, network),
        input_hash=hashlib.sha256(everything.encode()).hexdigest(),
        prints=prints_of(said),
        votes=votes,
        recourse=recourse,
    )


def _beside(wave: Wave) -> dict[str, Any]:
    """What was said beside the answers, kept with them: the workshops closed since the wave opened, who offers what, and
    what official files say of the place.

    Nothing at all when there is none, so that the print of a wave without them does not change.
    """
    held = Workshop.objects.filter(
        territory=wave.territory_id, held_on__gte=wave.opened_on, closed_at__isnull=False
    )
    following = Wave.objects.filter(territory=wave.territory_id, number__gt=wave.number).first()
    if following is not None:
        held = held.filter(held_on__lt=following.opened_on)
    listed = list(held.order_by("held_on", "pk"))
    offered = actions_told(wave.territory)
    beside = {
        "grids": grid_told(listed),
        "hands": hands_shown(hands_told(listed)),
        "resources": {"actions": offered, "levels": level_names(wave.territory)} if offered else {},
        "figures": figures_told(wave.territory),
    }
    return {name: told for name, told in beside.items() if told}


def read_wave(wave: Wave) -> dict[str, Any]:
    """The nodes and the ties of a wave, in an order that does not depend on the database."""
    roster = Participation.objects.filter(wave=wave).select_related("actor").order_by("actor_id")
    nodes = [_node(participation) for participation in roster]
    ties = _ties(wave, "cooperation", nodes)
    return {
        "wave": {
            "label": wave.label,
            "number": wave.number,
            "opened_on": wave.opened_on.isoformat(),
            "closed_on": wave.closed_on.isoformat() if wave.closed_on else None,
            "directed": wave.directed,
        },
        "nodes": nodes,
        "ties": ties if wave.directed else _once(ties),
    }


def _node(participation: Participation) -> dict[str, Any]:
    actor = participation.actor
    return {
        "id": str(actor.pk),
        "name": actor.public_name,
        "sector": actor.sector,
        "group": map_group(actor.sector),
        "type": actor.actor_type,
        "answered": participation.answered,
        "named": not actor.objects_to_naming,
    }


def _ties(wave: Wave, kind: str, nodes: list[dict[str, Any]]) -> list[list[Any]]:
    """[[source, target, level], …] declared by those who answered."""
    known = {node["id"] for node in nodes}
    answers = Answer.objects.filter(participation__wave=wave, kind=kind).order_by("participation__actor_id")
    found = []
    for source, value in answers.values_list("participation__actor_id", "value"):
        declared = kinds()[kind].ties(value)
        found += [[str(source), target, level] for target, level in declared.items() if target in known]
    return sorted(found, key=lambda tie: (int(tie[0]), int(tie[1])))


def _once(ties: list[list[Any]]) -> list[list[Any]]:
    """Ties without direction, one a pair."""
    return [list(pair) for pair in sorted(strongest(ties), key=lambda each: (int(each[0]), int(each[1])))]


def _raters(wave: Wave, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same nodes, where `answered` means that the question on trust was answered."""
    raters = set(
        Answer.objects.filter(participation__wave=wave, kind="trust").values_list(
            "participation__actor_id", flat=True
        )
    )
    return [{**node, "answered": int(node["id"]) in raters} for node in nodes]


def network_of(wave: dict[str, Any], *, directed: bool = True) -> Network:
    """The `Network` of the analysis; its nodes are opaque identifiers."""
    from maillage_analysis.network import Network

    nodes = wave["nodes"]
    return Network.from_ties(
        [(source, target, level) for source, target, level in wave["ties"]],
        nodes=[node["id"] for node in nodes],
        answered=[node["id"] for node in nodes if node["answered"]],
        attributes={name: [node[name] for node in nodes] for name in ("group", "sector")},
        directed=directed,
    )
