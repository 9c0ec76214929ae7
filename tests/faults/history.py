"""What must hold of a whole history: what was asked for, what the server accepted, how many workers were killed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from maillage.core.models import Mail, Policy, State
from tests.faults.smtp import Server


@dataclass(frozen=True)
class Figures:
    """What one history gives."""

    asked: int
    lost: int  # of those that must arrive
    held_back: int  # reminders left unsent, rather than perhaps sent twice
    duplicates: int
    kills: int
    overtaken: int

    @property
    def cells(self) -> list[int]:
        """Those of its row: tried, confirmed, lost, twice."""
        return [self.asked, self.asked - self.lost - self.held_back, self.lost, self.duplicates]

    @property
    def also(self) -> str:
        return f"processus tués {self.kills}, relances retenues {self.held_back}, doublés par un suivant {self.overtaken}"


def read(server: Server, asked: list[Mail] | None = None) -> Figures:
    """Compare the outbox with what the server accepted, first arrivals in the order of writing."""
    arrivals = Counter(server.ids)
    asked = list(Mail.objects.order_by("pk")) if asked is None else asked
    known = {mail.message_id: mail for mail in asked}
    assert not set(arrivals) - set(known), "the server accepted what nobody asked for"
    twice = [known[id_] for id_, n in arrivals.items() if n > 1]
    assert not [mail for mail in twice if mail.policy == Policy.AT_MOST_ONCE], "a reminder was sent twice"
    missing = [mail for mail in asked if not arrivals[mail.message_id]]
    reminders = [mail for mail in missing if mail.policy == Policy.AT_MOST_ONCE]
    assert {mail.state for mail in reminders} <= {State.GAVE_UP}, "a reminder is missing, and nothing says so"
    return Figures(
        asked=len(asked),
        lost=len(missing) - len(reminders),
        held_back=len(reminders),
        duplicates=sum(n - 1 for n in arrivals.values()),
        kills=server.kills,
        overtaken=_overtaken([known[id_] for id_ in dict.fromkeys(server.ids)]),
    )


def _overtaken(first_arrivals: list[Mail]) -> int:
    """Mails that arrived after a later one to the same address about the same thing."""
    last: dict[tuple[str, str], int] = defaultdict(int)
    late = 0
    for mail in first_arrivals:
        thread = (mail.recipient, mail.scope)
        late += mail.pk < last[thread]
        last[thread] = max(last[thread], mail.pk)
    return late
