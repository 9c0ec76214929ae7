"""What is true of a call: its page, its applications, their review and the choice of the places."""

from maillage.calls.models.application import (
    Application,
    ApplicationState,
    Attachment,
    Author,
    Revision,
    Submission,
    Support,
    SupportState,
)
from maillage.calls.models.call import (
    GRACE,
    Call,
    DepartmentReferent,
    Document,
    Inquiry,
    LateCode,
    Milestone,
    Section,
)

__all__ = [
    "GRACE",
    "Application",
    "ApplicationState",
    "Attachment",
    "Author",
    "Call",
    "DepartmentReferent",
    "Document",
    "Inquiry",
    "LateCode",
    "Milestone",
    "Revision",
    "Section",
    "Submission",
    "Support",
    "SupportState",
]
