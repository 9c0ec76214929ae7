"""Meetings and workshops of a territory. What a table says is nobody's; who comes to a meeting is forgotten three months later."""

from maillage.meetings.models.meeting import AgendaItem, Meeting
from maillage.meetings.models.minutes import CalendarLink, Decision, MeetingFile, MinutesRevision
from maillage.meetings.models.netmap import Deck, TableMap
from maillage.meetings.models.prompts import Prompt, Saying
from maillage.meetings.models.registration import Registration
from maillage.meetings.models.seating import MOST_ROUNDS, MOST_TABLES, Apart, Seat, Seating, SeatingState
from maillage.meetings.models.votes import Ballot, Choice, Poll, Vote
from maillage.meetings.models.workshop import MOST_PEOPLE, Format, HandCount, Reading, Table, Workshop

__all__ = [
    "MOST_PEOPLE",
    "MOST_ROUNDS",
    "MOST_TABLES",
    "AgendaItem",
    "Apart",
    "Ballot",
    "CalendarLink",
    "Choice",
    "Decision",
    "Deck",
    "Format",
    "HandCount",
    "Meeting",
    "MeetingFile",
    "MinutesRevision",
    "Poll",
    "Prompt",
    "Reading",
    "Registration",
    "Saying",
    "Seat",
    "Seating",
    "SeatingState",
    "Table",
    "TableMap",
    "Vote",
    "Workshop",
]
