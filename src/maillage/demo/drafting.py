"""An application that two people are writing on the open call, supported by its Département: what is left is for whoever tries."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from django.db import transaction

from maillage.accounts.services import invite_user
from maillage.calls.models import Application, Author, Call, Support
from maillage.calls.queries.drafts import latest_revisions
from maillage.calls.services import drafts
from maillage.calls.services.support import answer_support, ask_support
from maillage.demo.dossiers import answers_for
from maillage.demo.places import PLACES
from maillage.territories.models import Commune

APPLICANT: Final = ("candidature@exemple.fr", "Nour Belhaven")
OTHER: Final = ("candidature-college@exemple.fr", "Gaspard Lormeau")
LEFT: Final = ("governance", "expected", "referent", "days", "no_use", "three_years")  # still to be written
FIRST: Final = "Les équipes changent souvent."


@transaction.atomic
def build_draft(*, call: Call) -> Application:
    """The application, written at two; one that exists is left as people made it."""
    user = invite_user(email=APPLICANT[0], full_name=APPLICANT[1])
    found = Application.objects.filter(call=call, authors__user=user).first()
    if found is not None:
        return found
    here = [place.name for place in PLACES]
    asking = Commune.objects.filter(quarters__isnull=False, replaced_by=None).exclude(name__in=here)
    place = asking.distinct().order_by("-population", "code")[0]
    begun = call.opens_at + timedelta(days=3)
    made = drafts.start_application(call=call, user=user, name=place.name, organisation="Mairie", now=begun)
    other = invite_user(email=OTHER[0], full_name=OTHER[1])
    Author.objects.create(application=made, user=other, organisation="Collège")
    values = answers_for(
        place, sorted(place.quarters.values_list("code", flat=True)), Random(call.slug), rank=1
    )  # type: ignore[attr-defined]
    written = {key: value for key, value in values.items() if key not in LEFT}
    drafts.save_answers(application=made, user=other, values={"obstacles": FIRST})
    seen = {key: each.pk for key, each in latest_revisions(made).items()}
    drafts.save_answers(application=made, user=user, values=written, over=seen)
    ask_support(application=made, user=user, email="departement@exemple.fr")
    answer_support(
        support=Support.objects.get(application=made),
        gives=True,
        signatory="Directrice enfance et famille",
        comment="Nos équipes prendront part aux réunions.",
    )
    made.refresh_from_db()
    return made
