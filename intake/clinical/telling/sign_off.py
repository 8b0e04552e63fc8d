"""What a clinical lead still has to confirm before the rules are used. Source: rule book section K."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.sources import SOURCES, cited

SIGN_OFF = (
    "The wording and routing of RF17 (thoughts of suicide), also where a person answers unsupervised; the local crisis pathway; ASQ items 3 to 5 against the NIMH original.",
    "The regulatory classification of the red flags of tier 1 and 2, for each market.",
    "Tiers and thresholds that are our own decision [D]: RF02b (tier 2 or 1), RF05b, RF05c, RF11, RF12, RF13b, RF15a, RF18c, RF22.",
    "The pattern weights and category cut-offs [D] and the matrix of pain and mood: expert judgement only. Plan a retrospective check on real records before any claim.",
    "PEG: written permission; its bands at 4 and 7 are conventions.",
    "PHQ-9: freeze one wording; the rule for missing items; the policy of always asking the full PHQ-9.",
    "The AUDIT-C threshold (3 or 4, or 5) and the local size of a drink.",
    "Every source marked [K], first: the timings of NG158, the timings of NG234, myeloma in NG12, the treatment statements of NG226 and NG59, and the cautions for duloxetine against its current label.",
    "That the conditions which the rules do not cover are acceptable to leave out.",
    "Alert load: with chronic pain and a PHQ-9 of 10 or more, about 35 to 45 steps are raised. Decide which are printed by default.",
)
"""Riskiest first."""


@dataclass(frozen=True)
class Kind:
    """One kind of rule, and which of it nobody has read in a source."""

    name: str
    total: int
    unread: tuple[str, ...]
    """Ids of the rules whose sources are all from general knowledge or decisions of ours."""


def marks() -> dict[str, int]:
    """How many sources carry each mark."""
    counted = Counter(source.mark for source in SOURCES.values())
    return {mark: counted[mark] for mark in "VKD"}


def kinds() -> tuple[Kind, ...]:
    features = [feature for pattern in PATTERNS for feature in pattern.features]
    return (
        _kind("Red flags", [(flag.id, flag.sources) for flag in RED_FLAGS]),
        _kind("Features of pain types", [(feature.id, feature.sources) for feature in features]),
        _kind("Rules on pain and mood together", [(rule.id, rule.sources) for rule in COMBINED_RULES]),
        _kind("Assessment steps", [(step.id, step.sources) for step in STEPS]),
    )


def _kind(name: str, rules: list[tuple[str, tuple[str, ...]]]) -> Kind:
    unread = (id_ for id_, sources in rules if all(source.mark != "V" for source in cited(*sources)))
    return Kind(name, len(rules), tuple(unread))
