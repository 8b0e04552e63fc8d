"""What an assessment says: frozen values that carry their own texts, so that every face shows them without the rules.

An assessment stored today reads the same after the rule set has changed. Nothing here decides anything.
"""

from .assessment import Assessment, Findings, WholeAssessment
from .circumstances import Circumstances, Medicines, Notice, OwnWords, PainPlace, PainPlaces, PainTimes
from .completing import completed
from .confidential import ConfidentialError
from .flag import CANNOT_EXCLUDE, PRESENT, FlagFinding
from .line import KEPT_APART, Line
from .patterns import CombinedFinding, CombinedRuleFinding, FeatureFinding, PatternFinding, leading_patterns
from .scores import Item9Finding, News2Finding, RatingFinding, ScaleBand, ScoreFinding, WellsFinding
from .steps import SourceFinding, StepFinding, StepGroup, WarningFinding

__all__ = [
    "CANNOT_EXCLUDE",
    "KEPT_APART",
    "PRESENT",
    "Assessment",
    "Circumstances",
    "CombinedFinding",
    "CombinedRuleFinding",
    "ConfidentialError",
    "FeatureFinding",
    "Findings",
    "FlagFinding",
    "Item9Finding",
    "Line",
    "Medicines",
    "News2Finding",
    "Notice",
    "OwnWords",
    "PainPlace",
    "PainPlaces",
    "PainTimes",
    "PatternFinding",
    "RatingFinding",
    "ScaleBand",
    "ScoreFinding",
    "SourceFinding",
    "StepFinding",
    "StepGroup",
    "WarningFinding",
    "WellsFinding",
    "WholeAssessment",
    "completed",
    "leading_patterns",
]
