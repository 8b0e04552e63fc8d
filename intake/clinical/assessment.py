"""``assess(answers) -> Assessment``: the one entry to the medicine."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from intake.clinical.language.answers import Answer, Answers, NotAnswered, as_json
from intake.clinical.language.conditions import Condition, Truth
from intake.clinical.language.instruments import Interval, Score, estimate
from intake.clinical.language.kinds import CLINICIAN, Question, Text
from intake.clinical.rules import rule_set
from intake.clinical.rules.combined import COMBINED_RULES, LEVELS, MATRIX, MOOD_LIMITS, PAIN_LIMITS, CombinedRule
from intake.clinical.rules.data_quality import NONE_AND_MORE, WARNINGS, none_and_more
from intake.clinical.rules.facts import adult, minor
from intake.clinical.rules.mood_screen import MOOD_SCREEN, algorithm, mood_screen
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES, SECTIONS
from intake.clinical.rules.questions.mood import phq, phq2, phq9
from intake.clinical.rules.questions.pain import pain, peg_score
from intake.clinical.rules.red_flags import RED_FLAGS, RedFlag
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.clinical.rules.sources import SOURCES, cited
from intake.clinical.rules.steps import CATEGORIES, URGENCIES, Step
from intake.clinical.working.case import Case, Raised
from intake.clinical.working.findings import (
    CANNOT_EXCLUDE,
    PRESENT,
    Assessment,
    CombinedFinding,
    CombinedRuleFinding,
    FeatureFinding,
    FlagFinding,
    Item9Finding,
    Line,
    PatternFinding,
    ScoreFinding,
    SourceFinding,
    StepFinding,
    WarningFinding,
)
from intake.clinical.working.patterns import pattern_finding
from intake.clinical.working.wells import wells_dvt

_Citing = FlagFinding | ScoreFinding | FeatureFinding | CombinedRuleFinding | StepFinding

KEY_STEPS = 10
"""How many steps lead the report, unless more than that are emergency, same-day or safety actions."""

_SECTION_OF = {question: section.title for section in SECTIONS for question in section.questions}
_STEPS = tuple((category.title, step) for category in CATEGORIES for step in category.steps)


def assess(answers: Answers, settings: SiteSettings = DEFAULT) -> Assessment:
    """Work out everything the rules say of these answers at this clinic. Pure: the same in, the same out."""
    return assess_case(Case(answers, settings))


def assess_case(case: Case) -> Assessment:
    """The same, where the case is wanted afterwards: it then knows its flags and patterns."""
    return _Work(case).assessment()


class _Work:
    """One assessment in the making: flags first, then patterns, combined rules and steps, which look at them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.scope = "adult" if adult.truth(case) else "minor" if minor.truth(case) else "age_missing"
        self.lines = {
            question_id: _line(question, case.stored(question)) for question_id, question in QUESTIONS.items()
        }
        self.flags = tuple(filter(None, map(self._flag, RED_FLAGS)))
        self.patterns = sorted((pattern_finding(case, p) for p in PATTERNS), key=lambda p: (-p.points, p.id))
        self.combined = self._combined()
        self.tier = _lowest_tier(self.flags, PRESENT)
        raised = [(category, step) for category, step in _STEPS if self._raises(step)]
        self.key_steps = self._key_steps([step for _, step in raised])
        self.steps = tuple(self._step(category, step) for category, step in raised)

    def assessment(self) -> Assessment:
        case, ranked = self.case, self.scope == "adult"
        screen = mood_screen(case)
        major, other = algorithm(case) if ranked else (None, None)
        scores = tuple(map(self._score, SCORES))
        return Assessment(
            rule_set=rule_set.VERSION,
            scope=self.scope,
            mood_screen=screen,
            mood_screen_text=MOOD_SCREEN[screen],
            scores=scores,
            algorithm_major=major,
            algorithm_other=other,
            algorithm_text=_algorithm_text(major, other),
            item9=self._item9(),
            wells_dvt=wells_dvt(case),
            flags=self.flags,
            tier=self.tier,
            tier_open=_lowest_tier(self.flags, CANNOT_EXCLUDE),
            patterns=tuple(self.patterns) if ranked else None,
            mixed=_mixed(self.patterns) if ranked else None,
            combined=self.combined,
            warnings=self._warnings(),
            steps=self.steps,
            key_steps=self.key_steps,
            lines=tuple(self.lines.values()),
            sources=self._sources(scores),
        )

    # Answers ------------------------------------------------------------------------------------------------------

    def _lines(self, questions: Iterable[Question]) -> tuple[Line, ...]:
        """Each question once, in catalogue order."""
        return tuple(
            self.lines[question_id] for question_id in sorted({q.id for q in questions}, key=ORDER.__getitem__)
        )

    def _because(self, condition: Condition) -> tuple[Line, ...]:
        asked = (question for question in condition.evidence(self.case) if self.case.is_asked(question))
        return self._lines(asked)

    def _missing(self, condition: Condition) -> tuple[Line, ...]:
        return self._lines(condition.open_questions(self.case))

    # Flags --------------------------------------------------------------------------------------------------------

    def _flag(self, flag: RedFlag) -> FlagFinding | None:
        truth = flag.when.truth(self.case)
        if truth is False:
            return None
        missing = () if truth else self._missing(flag.when)
        by_clinician = all(line.by == CLINICIAN for line in missing)
        self.case.flags[flag.id] = Raised(
            present=truth is True, tier=flag.tier, physical=flag.physical, waits_for_clinician=by_clinician
        )
        return FlagFinding(
            id=flag.id,
            title=flag.title,
            tier=flag.tier,
            status=PRESENT if truth else CANNOT_EXCLUDE,
            condition=flag.when.sentence,
            action=flag.action,
            sources=flag.sources,
            physical=flag.physical,
            because=self._because(flag.when) if truth else (),
            missing=missing,
            waits_for=None if truth else "clinician" if by_clinician else "anyone",
            held=flag.when.held_sentence(self.case) if truth else "",
        )

    # Scores -------------------------------------------------------------------------------------------------------

    def _score(self, score: Score) -> ScoreFinding:
        interval = self.case.interval(score)
        whole = len(score.items) == len(score.instrument.items)
        banded = whole and self.scope == "adult" and not self.case.by_proxy
        band = interval.within(score.instrument.bands) if banded and score.instrument.bands else None
        return ScoreFinding(
            id=score.id,
            name=score.name,
            min=interval.least,
            max=interval.greatest,
            missing=interval.missing,
            greatest=score.greatest,
            band=band.name if band else None,
            advice=band.advice if band else "",
            estimate=self._estimate(interval) if score is phq9 and banded else None,
            severity=_severity(interval) if score is phq9 and banded else None,
            items=tuple(self.lines[item.id] for item in score.items),
            recall=score.instrument.recall,
            attribution=score.instrument.attribution,
            limit=score.instrument.limit,
            sources=score.instrument.sources,
        )

    def _estimate(self, interval: Interval) -> int | None:
        """Only where 1 or 2 items are missing and items 1, 2 and 9 are answered."""
        core_missing = self.case.interval(phq2).missing or self.case.is_open(phq.q9)
        return None if interval.missing not in (1, 2) or core_missing else estimate(interval, len(phq9.items))

    def _item9(self) -> Item9Finding:
        line = self.lines[phq.q9.id]
        if line.state == "answered":
            own_words = phq.q9.labels[line.answer]
            meaning = _ITEM9_MEANING[line.answer]
            return Item9Finding(
                own_words, f"{meaning}{' (answered by somebody else)' * self.case.by_proxy}.", line.answer > 0
            )
        if line.state == NotAnswered.SKIPPED.value:
            return Item9Finding(line.said, "Not asked at this age.", attention=False)
        return Item9Finding(line.said, "Not answered. A missing answer is not a “no”.", attention=True)

    # Pain and mood together ---------------------------------------------------------------------------------------

    def _combined(self) -> CombinedFinding:
        burden = self._pain_burden()
        if self.scope != "adult":
            return CombinedFinding(burden, None, None, _NO_LEVEL[self.scope], "", (), ())
        mood = _level(self.case.interval(phq9), MOOD_LIMITS)
        level = None if burden is None or mood is None else MATRIX[burden][mood]
        text, review = LEVELS[level] if level else ("Cannot be decided from the answers given", "")
        truths = [(rule, rule.when.truth(self.case)) for rule in COMBINED_RULES]
        self.highlighted = {step for rule, truth in truths if truth for step in rule.highlights}
        return CombinedFinding(
            pain=burden,
            mood=mood,
            level=level,
            text=text,
            review=review,
            rules=tuple(self._rule(rule, truth) for rule, truth in truths if truth),
            undecided=tuple(self._rule(rule, truth) for rule, truth in truths if truth is None),
        )

    def _rule(self, rule: CombinedRule, truth: Truth) -> CombinedRuleFinding:
        return CombinedRuleFinding(
            id=rule.id,
            title=rule.title,
            condition=rule.when.sentence,
            why=rule.why,
            sources=rule.sources,
            because=self._because(rule.when) if truth else (),
            missing=() if truth else self._missing(rule.when),
            held=rule.when.held_sentence(self.case) if truth else "",
        )

    def _pain_burden(self) -> int | None:
        """From PEG where one of its items is answered or skipped, else from the average rating."""
        peg = self.case.interval(peg_score)
        if not self.case.by_proxy and any(not self.case.is_open(item) for item in peg_score.items):
            return _burden(peg.least) if _burden(peg.least) == _burden(peg.greatest) else None
        average = self.case.answer(pain.nrs_avg)
        if average is NotAnswered.SKIPPED:
            return 0
        return None if isinstance(average, NotAnswered) else _burden(average)

    # Warnings and steps -------------------------------------------------------------------------------------------

    def _warnings(self) -> tuple[WarningFinding, ...]:
        found = [
            WarningFinding(warning.id, None, warning.text, self._lines(warning.questions))
            for warning in WARNINGS
            if warning.applies(self.case)
        ]
        found += [
            WarningFinding(
                "W09",
                question.id,
                f"{question.short}: {NONE_AND_MORE}",
                (_line(question, self.case.answers[question]),),
            )
            for question in sorted(none_and_more(self.case), key=lambda question: ORDER[question.id])
        ]
        return tuple(sorted(found, key=lambda warning: warning.id))

    def _raises(self, step: Step) -> bool:
        allowed = step.minor_ok if self.scope == "minor" else self.scope == "adult" or not step.needs_known_age
        return allowed and step.when.truth(self.case) is True

    def _key_steps(self, raised: list[Step]) -> tuple[str, ...]:
        lead = [step for step in raised if step.lead]
        others = [
            step
            for step in raised
            if not step.lead and (step.id in self._highlights() or _made_true_by_flag(step.when, self.case))
        ]
        room = max(0, KEY_STEPS - len(lead))
        return tuple(step.id for step in (*_by_urgency(lead), *_by_urgency(others)[:room]))

    def _highlights(self) -> set[str]:
        return self.highlighted if self.scope == "adult" else set()

    def _step(self, category: str, step: Step) -> StepFinding:
        return StepFinding(
            id=step.id,
            category=category,
            urgency=step.urgency,
            text=step.text,
            condition=step.when.sentence,
            why=step.why,
            sources=step.sources,
            later=self.tier == 1 and step.urgency in ("2 weeks", "routine"),
            held=step.when.held_sentence(self.case),
        )

    def _sources(self, scores: tuple[ScoreFinding, ...]) -> tuple[SourceFinding, ...]:
        patterns = self.patterns if self.scope == "adult" else []
        features = [f for pattern in patterns for f in (*pattern.supports, *pattern.against, *pattern.unknown)]
        rules = (*self.combined.rules, *self.combined.undecided)
        parts: tuple[_Citing, ...] = (*self.flags, *scores, *features, *rules, *self.steps)
        used = {source for part in parts for source in part.sources}
        cited_in_order = cited(*(source_id for source_id in SOURCES if source_id in used))
        return tuple(SourceFinding(s.id, s.mark, s.status, s.text, s.reference) for s in cited_in_order)


def _line(question: Question, answer: Answer) -> Line:
    # A text is a person's own words: it is not kept in a cache.
    return _made_line.__wrapped__(question, answer) if isinstance(question, Text) else _made_line(question, answer)


@lru_cache(maxsize=4096, typed=True)
def _made_line(question: Question, answer: Answer) -> Line:
    return Line(
        question=question.id,
        section=_SECTION_OF[question],
        label=question.short,
        said=question.say_answer(answer),
        answer=as_json(answer),
        by=question.by,
        state=answer.value if isinstance(answer, NotAnswered) else "answered",
    )


_ITEM9_MEANING = (
    "Not reported in the last 2 weeks. This does not exclude suicidal thoughts",
    "Reported on several days",
    "Reported on more than half the days",
    "Reported nearly every day",
)
_NO_LEVEL = {"minor": "Not worked out under 18", "age_missing": "Not worked out while the age is missing"}
_ALGORITHM_CAUTION = (
    "A clinician has yet to consider bereavement, past mania, physical illness, medicines and drugs as the reason."
)


def _algorithm_text(major: Truth, other: Truth) -> str:
    if major:
        return f"The answers match the PHQ-9 pattern for major depressive syndrome. {_ALGORITHM_CAUTION}"
    if other:
        return f"The answers match the PHQ-9 pattern for other depressive syndrome. {_ALGORITHM_CAUTION}"
    if major is None:
        return "Whether the answers match a PHQ-9 pattern cannot be decided."
    return "The answers do not match the PHQ-9 pattern for major or other depressive syndrome."


def _lowest_tier(flags: tuple[FlagFinding, ...], status: str) -> int:
    return min((flag.tier for flag in flags if flag.status == status), default=0)


def _mixed(ranked: list[PatternFinding]) -> bool:
    """Two or more with several features, or the two best both with some and within 1 point."""
    best, second = ranked[:2]
    both = all(pattern.category in ("some", "several") for pattern in (best, second))
    return sum(p.category == "several" for p in ranked) >= 2 or (both and best.points - second.points <= 1)


def _burden(rating: float) -> int:
    """Pain burden 0 to 3: none, then by the limits."""
    return (rating > 0) + sum(rating >= limit for limit in PAIN_LIMITS)


def _level(interval: Interval, limits: tuple[int, ...]) -> int | None:
    """How many of the limits are reached, where both ends of the interval agree."""
    least, greatest = (sum(end >= limit for limit in limits) for end in (interval.least, interval.greatest))
    return least if least == greatest else None


def _severity(interval: Interval) -> str | None:
    level = _level(interval, (16,))
    return None if level is None else ("less severe (below 16)", "more severe (16 or more)")[level]


def _by_urgency(steps: list[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: URGENCIES.index(step.urgency))


def _made_true_by_flag(condition: Condition, case: Case) -> bool:
    """The condition, which is true, names a flag, without "not", and that is part of what made it so."""
    return any(part.on_flags for part in condition.walk(into=lambda part: part.truth(case)))
