"""What one fills in around a meeting."""

from maillage.meetings.forms.workshops import TableForm, WorkshopForm, fields_of, hands_in, said_in

__all__ = ["TableForm", "WorkshopForm", "fields_of", "hands_in", "said_in"]
