"""What is stored, a module a subject. Only ``intake.actions`` writes it."""

from .assessment import Assessment
from .audit import AuditEvent
from .clinic import ClinicProfile
from .intake import AnswerVersion, Intake, SubmissionToken
from .patient import Patient
from .preferences import Preferences

__all__ = [
    "AnswerVersion",
    "Assessment",
    "AuditEvent",
    "ClinicProfile",
    "Intake",
    "Patient",
    "Preferences",
    "SubmissionToken",
]
