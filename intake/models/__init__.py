"""What is stored, a module a subject. Only ``intake.actions`` writes it."""

from .alert import Alert
from .appointment import Appointment
from .assessed_score import AssessedScore
from .assessment import Assessment
from .audit import AuditEvent
from .clinic import ClinicProfile
from .correction import Correction, Merge
from .counted import CountedAssessment, CountedFlag, CountedSection, UnansweredQuestion
from .examination import Examination
from .factor import Authenticator, FactorReset, RecoveryCode
from .follow_up import FollowUp
from .governance import RuleSetApproval
from .handout import HandoutGiven
from .heartbeat import Heartbeat
from .identity import Identity
from .intake import AnswerVersion, Intake, SubmissionToken
from .logo import Logo
from .patient import Patient
from .preferences import Preferences
from .private_answer import OpenedAnswer
from .proposal import Proposal
from .queue_entry import QueueEntry
from .referral import Referral, ReferralDocument, ReferralEvent
from .release_texts import ReleaseTexts
from .review import Review
from .search_term import SearchTerm
from .service import Service
from .session import StaffSession
from .signature import Addendum, Document, DocumentCopy, Signature, Voiding
from .staff import StaffMember
from .throttle import TokenBucket
from .told import ClinicianTold

__all__ = [
    "Addendum",
    "Alert",
    "AnswerVersion",
    "Appointment",
    "AssessedScore",
    "Assessment",
    "AuditEvent",
    "Authenticator",
    "ClinicProfile",
    "ClinicianTold",
    "Correction",
    "CountedAssessment",
    "CountedFlag",
    "CountedSection",
    "Document",
    "DocumentCopy",
    "Examination",
    "FactorReset",
    "FollowUp",
    "HandoutGiven",
    "Heartbeat",
    "Identity",
    "Intake",
    "Logo",
    "Merge",
    "OpenedAnswer",
    "Patient",
    "Preferences",
    "Proposal",
    "QueueEntry",
    "RecoveryCode",
    "Referral",
    "ReferralDocument",
    "ReferralEvent",
    "ReleaseTexts",
    "Review",
    "RuleSetApproval",
    "SearchTerm",
    "Service",
    "Signature",
    "StaffMember",
    "StaffSession",
    "SubmissionToken",
    "TokenBucket",
    "UnansweredQuestion",
    "Voiding",
]
