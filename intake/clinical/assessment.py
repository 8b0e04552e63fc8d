"""``assess(answers) -> Assessment``: the one entry to the medicine. It works out, then says."""

from __future__ import annotations

from dataclasses import replace

from intake.clinical.language.answers import Answers, Between
from intake.clinical.rules import rule_set
from intake.clinical.rules.data_quality import CAUTION as WARNINGS_CAUTION
from intake.clinical.rules.facts import adult, minor
from intake.clinical.rules.mood_screen import MOOD_SCREEN, algorithm, mood_screen
from intake.clinical.rules.questions import RATINGS, SCORES
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.red_flag import TIERS
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.clinical.rules.sources import SOURCES

from .telling import patterns as patterns_told
from .telling import scores as scores_told
from .telling.circumstances import circumstances, pain_times
from .telling.item9 import item9_finding
from .telling.medicines import medicines
from .telling.news2 import news2_finding
from .telling.notices import notices
from .telling.one_line import one_line
from .telling.own_words import own_words
from .telling.pain_places import pain_places
from .telling.urgency import counted_flags, headline
from .working.alone import look_at_single_answers
from .working.case import Case
from .working.combined import work_out_combined
from .working.findings import CANNOT_EXCLUDE, PRESENT, Assessment, SourceFinding, WholeAssessment
from .working.flags import lowest_tier, work_out_flags
from .working.lines import Lines
from .working.patterns import is_mixed, ranked_patterns
from .working.scores import scored
from .working.steps import work_out_steps
from .working.warnings import work_out_warnings
from .working.wells import work_out_wells

_SOURCES = tuple(SourceFinding(s.id, s.mark, s.status, s.text, s.reference) for s in SOURCES.values())
"""In the order of the rule book."""


def assess(answers: Answers, settings: SiteSettings = DEFAULT) -> Assessment:
    """Work out everything the rules say of these answers at this clinic. Pure: the same in, the same out."""
    return assess_case(Case(answers, settings))


def assess_case(case: Case) -> Assessment:
    """The same, where the case is wanted afterwards: it then knows its flags and patterns."""
    # Worked out: flags first, then patterns, combined rules and steps, which look at them.
    look_at_single_answers(case)
    scope = "adult" if adult.truth(case) else "minor" if minor.truth(case) else "age_missing"
    # An estimated age that may lie on either side of 18 is not missing, and nobody is asked to enter it.
    is_estimated = isinstance(case.answers[pt.age_years], Between)
    told_scope = "age_not_exact" if scope == "age_missing" and is_estimated else scope
    is_adult, lines = scope == "adult", Lines(case)
    flags = work_out_flags(case, lines)
    tier = lowest_tier(flag for flag in flags if flag.status == PRESENT)
    left_open = [flag for flag in flags if flag.status == CANNOT_EXCLUDE]
    tier_open = lowest_tier(flag for flag in left_open if flag.is_pointed_to)
    tier_unasked = lowest_tier(flag for flag in left_open if not flag.is_pointed_to)
    ranked = ranked_patterns(case)
    combined = work_out_combined(case, lines, told_scope)
    steps, step_groups, key_steps = work_out_steps(case, scope, tier, ranked)
    screen, mixed = mood_screen(case), is_mixed(ranked)
    major, other = algorithm(case) if is_adult else (None, None)
    # Said.
    pattern = scores_told.algorithm_text(major, other)
    scores = tuple(scores_told.score_finding(scored(case, score, told_scope), lines, pattern) for score in SCORES)
    whole = WholeAssessment(
        rule_set=rule_set.VERSION,
        scope=scope,
        notices=tuple(notices(told_scope, case.by_proxy, scores)),
        circumstances=circumstances(lines),
        one_line=one_line(lines, scores),
        own_words=own_words(lines),
        medicines=medicines(lines),
        mood_screen=screen,
        mood_screen_text=MOOD_SCREEN[screen],
        scores=scores,
        scores_caution=scores_told.CAUTION,
        ratings=tuple(scores_told.rating_finding(rating, case, lines, told_scope) for rating in RATINGS),
        algorithm_major=major,
        algorithm_other=other,
        algorithm_text=pattern,
        item9=item9_finding(lines, case.by_proxy, flags, steps),
        news2=news2_finding(case),
        wells_dvt=work_out_wells(case),
        flags=flags,
        tier=tier,
        tier_text=TIERS[tier],
        tier_open=tier_open,
        tier_open_text=TIERS[tier_open],
        tier_unasked=tier_unasked,
        tier_unasked_text=TIERS[tier_unasked],
        headline=headline(flags),
        counted=tuple(counted_flags(flags)),
        patterns=ranked if is_adult else None,
        patterns_notes=tuple(patterns_told.pattern_notes(ranked, tier, told_scope, mixed=mixed)),
        patterns_caution=patterns_told.CAUTION,
        mixed=mixed if is_adult else None,
        combined=combined,
        warnings=work_out_warnings(case, lines),
        warnings_caution=WARNINGS_CAUTION,
        steps=steps,
        step_groups=step_groups,
        key_steps=key_steps,
        places=pain_places(lines),
        times=pain_times(lines),
        lines=tuple(lines.all.values()),
        sources=(),
    )
    cited = whole.cited
    return replace(whole, sources=tuple(source for source in _SOURCES if source.id in cited)).guarded()
