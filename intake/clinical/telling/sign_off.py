"""What a clinical lead still has to confirm before the rules are used. Source: rule book section K."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.handouts import HANDOUTS
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
    "Alert load: over 24 ordinary invented stories a median of 9 printed entries (at most 19), and at most 8 key steps. Check it on real intakes.",
    "New in 0.10, from knowledge or our own decision: NEWS2 as a minimum where not everything was measured; the limits of heart and breathing rate at 12 to 15 years and of blood pressure under 16 (RF28c, RF16, RF28); the second arm of RF37 (two serotonergic medicines, unwell, heart rate 110 or more); the arm of RF13c from falls; RF13d; RF37b; RF03b without a risk factor as same day; RF03c; RF02f and RF02g as same day, and RF02d as 2 weeks; RF05d; RF40.",
    "New in 0.10: voices, elevated mood, self-neglect, safety at home, harm to others and the ASQ questions are no longer asked of everybody, but where something calls for them; every hint; the limits of 42 days (hot joint), 42 days (fall) and 90 days (swelling).",
    "Steps from knowledge: T18 to T24, E20b, E22 to E35, B01b, I15 to I17, L17b to L23, R18b, R22 to R29, H27, M10b, L06b.",
    "From the second review: RF09f (75 years, 14 days); the arms of RF05a and RF05b without redness or warmth; the arm of RF01c from severity and artery disease; RF13e and RF13f (a past cancer with stable sciatica for more than a year is 2 weeks, not same day); single values of RF28b (220, and 87 on the second scale); RF37 against RF37c and RF38 against RF38c (what is an emergency before the examination); RF39 at a breathing rate of 10 whatever else is taken, and AUDIT-C 8 instead of the cut-off; RF39b, RF42, RF42b (140 and 160), RF43, RF44, RF45, RF03d, RF06b, RF06c, RF07b, RF11c, and RF01b from colour or a missing pulse alone; a red and warm patch without fever as same day (RF08); an old and unchanged loss of bowel or bladder feeling is RF02d, no longer RF02a.",
    "From the second review: when the safety questions are asked (PHQ-9 of 10 or more, 5 or more under 26), and those on safety at home, self-neglect, voices, elevated mood, dependants, and new shaking, sweating and the like.",
    "The handouts: every mark [K] (resting or raising a leg, loosening a bandage, drinking, travel, hot water bottles, slow breathing, bed times, alcohol, bleeding and head injury with a blood thinner, medicines and passing urine, not stopping medicines alone, support from others); this site's emergency number and crisis line and their hours; the wording of “who to call” with a mental-health lead; “after a clot scan” against the local clot pathway (a blood thinner stopped or kept on between scans); question 9 of the ten outside the United Kingdom.",
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
    said = [
        (f"{handout.id}/{place}", tuple(source for part in line.parts for source in part.sources))
        for handout in HANDOUTS.values()
        for place, line in enumerate(handout.lines, start=1)
        if any(part.sources for part in line.parts)
    ]
    return (
        _kind("Red flags", [(flag.id, flag.sources) for flag in RED_FLAGS]),
        _kind("Features of pain types", [(feature.id, feature.sources) for feature in features]),
        _kind("Rules on pain and mood together", [(rule.id, rule.sources) for rule in COMBINED_RULES]),
        _kind("Assessment steps", [(step.id, step.sources) for step in STEPS]),
        _kind("Paragraphs and points of the handouts", said),
    )


def _kind(name: str, rules: list[tuple[str, tuple[str, ...]]]) -> Kind:
    unread = (id_ for id_, sources in rules if all(source.mark != "V" for source in cited(*sources)))
    return Kind(name, len(rules), tuple(unread))
