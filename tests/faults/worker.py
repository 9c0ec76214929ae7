"""What the processes of test_mail_kill.py run: `post N`, `deliver SECONDS_AHEAD`, `show`."""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from maillage.core import outbox  # noqa: E402
from maillage.core.models import Mail, Policy, State  # noqa: E402

SHOWN = ("pk", "message_id", "recipient", "scope", "policy", "state")


def post(count: int) -> None:
    """One mail in three is a reminder, which must not go out twice."""
    for rank in range(count):
        outbox.post(
            kind="invitation",
            recipient=f"personne-{rank % 10}@exemple.fr",
            subject="Votre avis compte",
            body=f"Lien {rank}",
            scope="vague",
            sequence=rank,
            policy=Policy.AT_LEAST_ONCE if rank % 3 else Policy.AT_MOST_ONCE,
        )


def deliver(ahead: float) -> None:
    """Send until nothing waits; `ahead` is how late it is, so that the leases of the dead are over."""
    outbox.PER_MINUTE = 1_000_000
    while Mail.objects.filter(state__in=[State.WAITING, State.SENDING]).exists():
        outbox.deliver(clock=lambda: timezone.now() + timedelta(seconds=ahead))
        time.sleep(0.02)


def show() -> None:
    """What the outbox holds, as JSON."""
    sys.stdout.write(json.dumps(list(Mail.objects.order_by("pk").values(*SHOWN))))


if __name__ == "__main__":
    verb, *number = sys.argv[1:]
    {"post": post, "deliver": deliver, "show": show}[verb](*[int(n) for n in number])
