"""A conversation in a cité: what professionals, parents and residents say of prevention and cooperation, and how each voted."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.statements.models import RULE, Conversation, State, Statement
from maillage.statements.queries import statement_of_receipt
from maillage.statements.roles import Role, role_of
from maillage.statements.services import (
    decide,
    open_conversation,
    propose_statement,
    seed_statement,
    tell_outcome,
)
from maillage.surveys.models import Mode, Wave
from maillage.surveys.queries.votes import statements_of
from maillage.surveys.services import record_answers
from maillage.surveys.services.collecting import link_conversation
from maillage.surveys.services.sheets import save_entry, send_sheet, start_sheet
from maillage.territories.models import Territory

QUESTION: Final = "Qu’est-ce qui aiderait les familles avant que tout se complique\u202f?"
SEED: Final = 41
RESIDENTS: Final = 9  # of each place below
PLACES: Final = (Role.PARENTS, Role.RESIDENTS)
# text, place of its author, chances in ten to agree: school, social, parents and residents, the others.
SEEDS: Final = (
    ("On se parle trop souvent quand il est déjà tard.", Role.SOCIAL, (8, 9, 9, 8)),
    ("Les parents savent à qui demander de l’aide.", Role.SCHOOL, (7, 4, 1, 4)),
    ("Un lieu ouvert le soir aiderait plus qu’un guichet.", Role.ASSOCIATIONS, (5, 6, 9, 8)),
    ("Une famille doit pouvoir raconter son histoire une seule fois.", Role.HEALTH, (8, 8, 10, 8)),
    ("Chacun devrait dire aux parents ce qu’il transmet aux autres.", Role.SOCIAL, (7, 7, 10, 8)),
    ("Le secret professionnel empêche d’agir tôt.", Role.SCHOOL, (8, 2, 4, 5)),
    ("Une rencontre par mois entre métiers serait bien utilisée.", Role.SCHOOL, (8, 7, 6, 7)),
    ("Les réunions ont lieu à des heures impossibles pour les parents.", Role.PARENTS, (4, 6, 10, 7)),
)
PROPOSED: Final = (
    ("Il faudrait que quelqu’un appelle avant d’envoyer un courrier.", Role.PARENTS, (7, 7, 10, 7)),
    ("Les clubs repèrent des difficultés que personne n’écoute.", Role.YOUTH_SPORT_CULTURE, (4, 5, 7, 8)),
    ("Aller vers les gens compte plus que créer un nouveau service.", Role.ASSOCIATIONS, (6, 8, 8, 8)),
    ("On demande trop de papiers avant d’aider.", Role.RESIDENTS, (6, 6, 10, 7)),
)
MERGED: Final = (
    ("Ouvrir une maison le soir ferait plus qu’un bureau.", Role.RESIDENTS, 2),
    ("Les parents travaillent quand vous vous réunissez.", Role.PARENTS, 7),
)
NOT_KEPT: Final = (
    "Il faut refaire le rond-point et ouvrir la piscine l’été.",
    "La phrase dit deux idées, et aucune ne porte sur la coopération ou la prévention.",
)
WAITING: Final = "Un même numéro de téléphone pour tous les services aiderait."
CAME: Final = (
    7,
    "Depuis le comité de mars, une réunion sur deux commence à 18 h, avec une garde sur place. On en reparle en juin.",
)


@transaction.atomic
def build_conversation(*, territory: Territory, user: User | None) -> Conversation:
    """The conversation of the last wave that was read, voted on; one that exists is left as it is."""
    found = Conversation.objects.filter(territory=territory).first()
    if found is not None:
        return found
    past = territory.waves.filter(opened_at__isnull=True).order_by("number")  # type: ignore[attr-defined]
    wave = past.latest("number")
    began = timezone.make_aware(datetime.combine(wave.opened_on, time(9)))
    made = open_conversation(territory=territory, question=QUESTION, rule=RULE, now=began)
    shown = _write(made, user, began)
    link_conversation(wave=wave, conversation=made)
    _vote(wave, [chances for *_, chances in (*SEEDS, *PROPOSED)], [str(each.pk) for each in shown])
    return made


def _write(conversation: Conversation, user: User | None, began: datetime) -> list[Statement]:
    """Seeds, proposals that are published, two merged, one that is not kept, one that waits."""
    shown = [
        seed_statement(conversation=conversation, text=text, role=role, by=user, now=began)
        for text, role, _ in SEEDS
    ]
    later = began + timedelta(days=3)
    for text, role, _ in PROPOSED:
        one = _propose(conversation, text, role, later)
        shown.append(decide(statement=one, state=State.PUBLISHED, by=user, now=later))
    for text, role, into in MERGED:
        one = _propose(conversation, text, role, later)
        why = "Les deux phrases disent la même chose."
        decide(statement=one, state=State.MERGED, into=shown[into], reason=why, by=user, now=later)
    one = _propose(conversation, NOT_KEPT[0], Role.RESIDENTS, later)
    decide(statement=one, state=State.NOT_KEPT, reason=NOT_KEPT[1], by=user, now=later)
    _propose(conversation, WAITING, Role.SOCIAL, timezone.now() - timedelta(days=1))
    tell_outcome(statement=shown[CAME[0]], outcome=CAME[1])
    return shown


def _propose(conversation: Conversation, text: str, role: str, when: datetime) -> Statement:
    code = propose_statement(conversation=conversation, text=text, role=role, key=uuid.uuid4(), now=when)
    found = statement_of_receipt(code)
    assert found is not None
    return found


def _vote(wave: Wave, chances: Sequence[Sequence[int]], statements: Sequence[str]) -> None:
    """The actors that answered, as an import would have brought their votes, then parents and residents on sheets."""
    draw = random.Random(SEED)
    answered = wave.roster.filter(answered=True).select_related("actor").order_by("pk")
    votes = {
        each.actor_id: {"votes": _ballot(draw, role_of(each.actor), chances, statements)} for each in answered
    }
    record_answers(wave=wave, kind="statements", values=votes)
    for place in PLACES:
        for _ in range(RESIDENTS):
            sheet = start_sheet(wave=wave, questionnaire="habitants", mode=Mode.ASSISTED)
            said = {
                "place": {"choice": place.value},
                "statements": {"votes": _ballot(draw, place, chances, statements)},
            }
            for question, value in said.items():
                save_entry(sheet=sheet, question=question, value=value, key=uuid.uuid4())
            send_sheet(sheet=sheet)


def _ballot(
    draw: random.Random, role: str, chances: Sequence[Sequence[int]], statements: Sequence[str]
) -> dict[str, int]:
    """One in eight is not answered, one in eight is passed; the others follow their place, not always."""
    column = {Role.SCHOOL: 0, Role.SOCIAL: 1, Role.HEALTH: 1, Role.PARENTS: 2, Role.RESIDENTS: 2}.get(
        Role(role), 3
    )
    votes: dict[str, int] = {}
    for pk, row in zip(statements, chances, strict=True):
        luck = draw.random()
        if luck > 1 / 8:
            agrees = draw.random() * 10 < row[column]
            votes[pk] = 0 if luck < 2 / 8 else 1 if agrees else -1
    return votes


def votes_of_the_week(*, wave: Wave, rank: int) -> dict[str, int]:
    """What a resident of the open wave votes."""
    statements = list(statements_of(wave.pk))
    return _ballot(random.Random(rank), Role.PARENTS, [row for *_, row in (*SEEDS, *PROPOSED)], statements)
