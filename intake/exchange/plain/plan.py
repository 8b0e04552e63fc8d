"""The plan and the findings as text, in the order of the report, and how far the scores can be relied on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from intake.clinical.working.findings import Line, PatternFinding, ScoreFinding
from intake.clinical.working.trend import CAUTION, Trend
from intake.summary.content import Summary
from intake.summary.dates import date_text
from intake.summary.entries import LATER, SAFETY_NETTING, beginning, entries, is_safety_net

from .answers import answers_text, reasons_text, said
from .brief import contacts_text, entries_texts, shared_ids, step_text
from .columns import Part, bullet, plain

_NONE = ["none"]
_CHOICES = {"not_needed": "Not needed", "": "Left open"}


def unread(summary: Summary) -> Iterator[Part]:
    shared = [each for each in summary.unread if not each.confidential]
    rows = [bullet(f'{plain(each.label)}: "{each.typed}"') for each in shared]
    yield Part("Typed, not understood", ["Counted as not answered.", *rows] if rows else [])


def patterns(summary: Summary) -> Iterator[Part]:
    """The leading types with their features, the others in a line each. No ranking, no percentage."""
    assessment = summary.assessment
    rows = [plain(note) for note in assessment.patterns_notes]
    if assessment.patterns is not None:
        leading = assessment.leading_patterns
        rows += [bullet(_with_features(pattern)) for pattern in leading] or [bullet("No pattern stands out.")]
        others = [pattern for pattern in assessment.patterns if pattern not in leading]
        rows += [bullet(plain(f"{pattern.name}: {pattern.text}.")) for pattern in others]
        rows.append(plain(assessment.patterns_caution))
    yield Part("Features consistent with (not a diagnosis)", rows)


def _with_features(pattern: PatternFinding) -> str:
    given = (("For", pattern.supports), ("Against", pattern.against))
    told = [f"{name}: {'; '.join(each.text for each in features)}." for name, features in given if features]
    return plain(" ".join((f"{pattern.name}: {pattern.text}.", *told)))


def combined(summary: Summary) -> Iterator[Part]:
    finding = summary.assessment.combined
    level = f" ({finding.level})" if finding.level else ""
    review = f" Suggested review: {finding.review}" if finding.review else ""
    rows = [plain(f"{finding.text.rstrip('.')}{level}.{review}")]
    for rule in finding.rules:
        because = f" Because: {reasons_text(rule.because, summary.assessment)}." if rule.because else ""
        title = rule.title.rstrip(".")
        rows.append(bullet(f"{plain(f'{title}. {rule.why}')}{because}"))
    pain, mood = ("cannot be decided" if n is None else f"level {n} of 0 to 3" for n in (finding.pain, finding.mood))
    yield Part("Pain and mood together", [*rows, plain(f"Pain burden: {pain}. Mood: {mood}. {finding.caution}")])


def examination(summary: Summary) -> Iterator[Part]:
    told = _told(line for line in summary.assessment.lines if line.question.startswith("ex."))
    yield Part("Examination", [told or "Nothing was examined, or it was not entered."])


def history(summary: Summary) -> Iterator[Part]:
    lines = (line for line in summary.assessment.lines if line.question.startswith(("hx.", "soc.")))
    told = _told(line for line in lines if line.answer is not False and line.answer != _NONE)
    yield Part("History that matters", [told] if told else [])


def _told(lines: Iterable[Line]) -> str:
    told = "; ".join(f"{plain(line.label)}: {said(line)}" for line in lines if line.state == "answered")
    return f"{told}." if told else ""


def further_steps(summary: Summary) -> Iterator[Part]:
    """The entries that do not lead, and what can wait for the end of an emergency."""
    assessment = summary.assessment
    rest = [group for group in assessment.step_groups if group not in assessment.leading_groups]
    parts = (
        ("Further steps", entries(assessment, rest)),
        (LATER, entries(assessment, assessment.step_groups, later=True)),
    )
    for title, every in parts:
        found = [entry for entry in every if not all(map(is_safety_net, entry.steps))]
        yield Part(title, [bullet(text) for text in entries_texts(found)])


def not_needed(summary: Summary) -> Iterator[Part]:
    """What was decided against, or left open, with the reason given."""
    if not summary.signed:
        return
    shared = shared_ids(summary)
    steps = [step for step in summary.signed.steps if step.id in shared and step.choice in _CHOICES]
    rows = [
        bullet(f"{_CHOICES[step.choice]}: {step_text(step)}{f' Reason: {step.reason}' if step.reason else ''}")
        for step in steps
    ]
    yield Part("Not needed, or left open", rows)
    left = [item for item in summary.signed.left_open if item.id in shared]
    yield Part("Open at the signature", [bullet(f"{plain(item.label)}: {item.words}") for item in left])


def safety_netting(summary: Summary) -> Iterator[Part]:
    steps = [step for step in summary.assessment.steps if is_safety_net(step)]
    rows = [bullet(plain(step.text)) for step in steps]
    if any(step.gives_contacts for step in steps) or summary.assessment.item9.contacts_due:
        rows.append(f"Contacts: {contacts_text(summary)}")
    if given := summary.handouts:
        told = (f"{plain(each.title)} ({each.how}, {date_text(each.on)}, {each.by})" for each in given)
        rows.append(f"Handouts given: {'; '.join(told)}.")
    yield Part(SAFETY_NETTING, rows)


def follow_up(summary: Summary) -> Iterator[Part]:
    """What was agreed, by its date: a line a day and person, each step by its first clause."""
    signed, shared = summary.signed, shared_ids(summary)
    steps = (*(step for step in signed.steps if step.id in shared), *signed.own_steps) if signed else ()
    agreed = [(step.due, step.owner, step_text(step)) for step in steps if step.due]
    agreed.sort(key=lambda each: each[:2])
    rows = []
    for (day, owner), same in groupby(agreed, key=lambda each: each[:2]):
        what = "; ".join(plain(beginning(text)).rstrip(".") for *_, text in same)
        rows.append(bullet(f"{date_text(day)}, {owner}: {what}."))
    yield Part("Follow-up", rows)


def over_time(summary: Summary) -> Iterator[Part]:
    """Since when, how strong, and the scores from visit to visit."""
    times, assessment = summary.assessment.times, summary.assessment
    since = [f"Began: {times.began_said or times.began_text}"]
    since += [f"started {times.start_text}"] if times.start_text else []
    since += [f"injury: {times.injury_said}"] if times.injury_said else []
    rows = [bullet(plain(f"{'; '.join(since)}."))]
    for rating in assessment.ratings:
        rows.append(bullet(plain("; ".join(filter(None, (f"{rating.name}: {rating.text}", rating.note))) + ".")))
    trends = [trend for trend in summary.history if len(trend.points) > 1]
    rows += [bullet(plain(_trend(trend))) for trend in trends]
    yield Part("The pain, and over time", [*rows, *([plain(CAUTION)] if trends else [])])


def _trend(trend: Trend) -> str:
    values = []
    for reading in (point.reading for point in trend.points):
        missing = f" ({reading.missing} item{'s' * (reading.missing > 1)} not answered)" if reading.missing else ""
        values.append(f"{reading.text}{missing} on {date_text(reading.on)}")
    last = trend.points[-1]
    change = f" Last, against the first whole score: {', '.join((last.from_first, *last.marks))}." * bool(
        last.from_first
    )
    return f"{trend.measure.name}, 0 to {trend.measure.greatest:g}: {'; '.join(values)}.{change}"


def about_scores(summary: Summary) -> Iterator[Part]:
    """What each score says beside its total, its parts, and its limit."""
    assessment = summary.assessment
    rows = [bullet(plain(f"Mood screen: {assessment.mood_screen_text}."))]
    for score in assessment.leading_scores:
        told = [f"{score.name}: {score.full_text}.", *score.cautions, *score.statements]
        told += [" ".join((f"{part.name}: {part.text}.", *part.cautions)) for part in assessment.parts_of(score)]
        rows.append(bullet(plain(" ".join(told))))
    rows += [plain(text) for text in _limits(assessment.leading_scores)]
    if news2 := assessment.news2:
        rows.append(plain(" ".join((f"{news2.text}.", *news2.cautions, news2.attribution))))
    yield Part("About the scores", rows)


def _limits(leading: Iterable[ScoreFinding]) -> Iterator[str]:
    """What holds for several instruments is said once."""
    names_by_text: dict[str, list[str]] = {}
    for score in leading:
        for text in (score.limit, score.attribution):
            names_by_text.setdefault(text, []).append(score.name)
    for text, names in names_by_text.items():
        yield text if text.startswith(names[0]) else f"{', '.join(names)}: {text}"


def wells(summary: Summary) -> Iterator[Part]:
    found = summary.assessment.wells_dvt
    rows = [plain(f"{found.text} {found.caution}" if found.valid else found.text)] if found else []
    yield Part("Two-level Wells score for deep vein thrombosis (DVT)", rows)


def conflicts(summary: Summary) -> Iterator[Part]:
    """Answers that do not fit together, word for word."""
    warnings = summary.assessment.warnings
    texts = [f"{plain(each.text.rstrip('.'))}. Answers as given: {answers_text(each.lines)}." for each in warnings]
    rows = [plain(summary.assessment.warnings_caution), *map(bullet, texts)]
    yield Part("Answers that do not fit together", rows if warnings else [])


def instruments(summary: Summary) -> Iterator[Part]:
    yield Part("Instruments", [f"{plain(summary.assessment.circumstances.instruments)}."])
