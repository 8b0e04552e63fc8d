"""What is stored, a module a subject. Only ``intake.actions`` writes it."""

from .alert import Alert
from .assessed_score import AssessedScore
from .assessment import Assessment
from .audit import AuditEvent
from .clinic import ClinicProfile
from .correction import Correction, Merge
from .follow_up import FollowUp
from .governance import RuleSetApproval
from .intake import AnswerVersion, Intake, SubmissionToken
from .patient import Patient
from .preferences import Preferences
from .review import Review
from .signature import Addendum, Document, Signature, Voiding

__all__ = [
    "Addendum",
    "Alert",
    "AnswerVersion",
    "AssessedScore",
    "Assessment",
    "AuditEvent",
    "ClinicProfile",
    "Correction",
    "Document",
    "FollowUp",
    "Intake",
    "Merge",
    "Patient",
    "Preferences",
    "Review",
    "RuleSetApproval",
    "Signature",
    "SubmissionToken",
    "Voiding",
]
