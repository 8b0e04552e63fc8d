"""What a clinician reads in the first minute, without scrolling: few words, each of which stands in full below.

The words are counted. What must never be missing takes its room first; then, in turn, what is urgent, what is open,
what to do, and why. What finds no room is folded, or counted with a way to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from intake.clinical.telling.urgency import unasked
from intake.clinical.working.findings import FlagFinding, Line, WholeAssessment

WORDS = 220
"""At most on the first screen, its headings included."""
OWN_WORDS = 40
"""At most of what the person said and hopes for; the rest is folded."""
_FOR_ONE_STEP, _FOR_STEPS = 20, 30
"""Left by flags of tier 1, and by other flags, so that key steps stand on every first screen."""
_STRONGEST = 3
_BACKGROUND = ("ctx.", "pt.", "pain.", "hx.", "rx.")
_STEP = 4, 8
"""Words of a step, at the least and at the most: it is cut where a part of its sentence ends."""


def slashed(total: str) -> str:
    """``17/27`` for ``17 of 27``, where words are few."""
    return total.replace(" of ", "/")


def count(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


class Room:
    """How many words are left."""

    def __init__(self, words: int) -> None:
        self.left = words

    def takes(self, *texts: str, leaving: int = 0) -> bool:
        """Whether these find room, which is then theirs."""
        if self.left - count(*texts) < leaving:
            return False
        self.must_take(*texts)
        return True

    def must_take(self, *texts: str) -> None:
        self.left -= count(*texts)


class Brief(NamedTuple):
    """An answer, or a whole questionnaire, in a few words."""

    label: str
    said: str
    is_background: bool = False
    """Who, where, how long, history and medicines: the first line tells most of it."""


class Quoted(NamedTuple):
    said: str
    is_cut: bool


class Step(NamedTuple):
    """An entry that leads: the heading of its group, or the beginning of its step."""

    row: str
    """The id of the row on which it is decided."""
    urgency: str
    """Empty where it is that of the entry before."""
    is_now: bool
    text: str


@dataclass
class FlagRow:
    """A flag with as many of its answers and open questions as find room."""

    flag: FlagFinding
    answers: list[Brief]
    """That made it so, or that point to it."""
    answers_in_line: list[Brief] = field(default_factory=list)
    questions_in_line: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        return len(self.answers) - len(self.answers_in_line)

    @property
    def open(self) -> list[str]:
        return list(dict.fromkeys(line.brief for line in self.flag.missing))

    @property
    def open_more(self) -> int:
        return len(self.open) - len(self.questions_in_line)

    def add_answers(self, room: Room, told: set[Brief], at_most: int = 99, leaving: int = 0) -> None:
        """What finds room and is not told on another row; in the order of the catalogue."""
        place = self.answers.index
        for answer in sorted(self.answers, key=lambda each: (not each.is_background, place(each)), reverse=True):
            words = answer.label, answer.said
            if len(self.answers_in_line) < at_most and answer not in told and room.takes(*words, leaving=leaving):
                told.add(answer)
                self.answers_in_line.append(answer)
        self.answers_in_line.sort(key=self.answers.index)


class FlagRows:
    """Those of a kind: in lines as far as there is room, the others folded."""

    def __init__(self, rows: list[FlagRow], found_room: list[FlagRow]) -> None:
        self.shown = [row for row in rows if row in found_room]
        self.folded = [row for row in rows if row not in found_room]


class FirstScreen:
    def __init__(self, found: WholeAssessment) -> None:
        self.found = found
        said = found.own_words
        self.complaint = _quoted(said.complaint, OWN_WORDS - min(count(said.hopes), OWN_WORDS // 2))
        room, told = Room(WORDS - count(*self._always())), set[Brief]()
        present = [FlagRow(flag, self._answers(flag)) for flag in found.present]
        pointed_to = [FlagRow(flag, self._answers(flag)) for flag in found.pointed_to]
        later = sorted([*present[1:], *pointed_to], key=lambda row: row.flag.tier)
        rows = _most_urgent([*present[:1], *later], room, told)
        self.urgent, self.pointed_to = FlagRows(present, rows), FlagRows(pointed_to, rows)
        for row in rows:
            row.add_answers(room, told, at_most=2, leaving=_FOR_STEPS)
        hopes = _quoted(said.hopes, OWN_WORDS - count(self.complaint.said))
        self.hopes = hopes if room.takes(hopes.said, leaving=_FOR_STEPS) else Quoted("", is_cut=True)
        self.steps = self._steps(room)
        for row in rows:
            row.add_answers(room, told, at_most=1)
        first, *others = found.leading_scores
        self.bands = {first.id, *(score.id for score in others if score.band and room.takes(score.band_text))}
        self.list_text = found.medicines.list_text if room.takes(found.medicines.list_text) else ""
        self.strongest = [text for text in self._supports[:_STRONGEST] if room.takes(text)]
        for row in rows:
            row.add_answers(room, told)
        for row in self.pointed_to.shown:
            others_open = row.open[len(row.questions_in_line) :]
            row.questions_in_line += [question for question in others_open if room.takes(question)]
        self.combined = [rule.title for rule in found.combined.rules if room.takes(rule.title)]
        self.combined_more = len(found.combined.rules) - len(self.combined)

    def _always(self) -> Iterator[str]:
        """What stands on every first screen, whatever else there is to say; headings and links are counted with it."""
        found, medicines = self.found, self.found.medicines
        yield from (found.one_line, self.complaint.said, found.own_words.said_by if self.complaint.said else "")
        yield "Hopes for" if found.own_words.hopes else ""
        yield f"Urgent now? 1 {found.tier_text} and 5 more" if found.present else found.headline
        yield f"Cannot be excluded 1 {found.tier_open_text} 5 that something points to" if found.pointed_to else ""
        yield "7 questions not yet asked or examined" if self.unasked_count else ""
        yield "PHQ-9 item 9 by proxy" if found.item9.by_proxy else "PHQ-9 item 9"
        yield found.item9.conflict or f"{found.item9.quoted} {found.item9.after}"
        yield from (found.combined.text, found.combined.level or "", "+5 more" if found.combined.rules else "")
        yield from (pattern.name for pattern in found.leading_patterns)
        yield "(several)" if found.leading_patterns else "No pattern stands out"
        yield "For consideration +5 more" if found.leading_groups else ""
        yield from (f"{score.name} {slashed(score.text)}" for score in found.leading_scores)
        yield found.leading_scores[0].band_text
        yield from ("Scores Medicines Allergies", medicines.classes, medicines.allergies)
        yield "As on the box" if medicines.names else ""

    def _answers(self, flag: FlagFinding) -> list[Brief]:
        """What made it so or points to it, each answer once; a whole questionnaire by its score."""
        lines = flag.because or flag.hint
        whole = self.found.scores_told_by(lines)
        inside = {line.question for score in whole for line in score.items if not line.own_words}
        answers = [
            Brief(line.brief, line.said, line.question.startswith(_BACKGROUND))
            for line in lines
            if line.question not in inside
        ]
        return list(dict.fromkeys([*answers, *(Brief(score.name, score.text) for score in whole)]))

    def _steps(self, room: Room) -> list[Step]:
        steps: list[Step] = []
        before = ""
        for group in self.found.leading_groups:
            first = self.found.steps_of(group)[0]
            urgency = first.urgency_text if first.urgency_text != before else ""
            text = group.heading or _beginning(first.text)
            if first.later:
                break
            if not steps:
                room.must_take(urgency, text)
            elif not room.takes(urgency, text):
                break
            row = f"row-group-{first.id}" if group.heading else f"row-step-{first.id}"
            steps.append(Step(row, urgency, first.urgency == "now", text))
            before = first.urgency_text
        return steps

    @property
    def steps_more(self) -> int:
        return len(self.found.leading_groups) - len(self.steps)

    @property
    def _supports(self) -> list[str]:
        """The features of the first leading type, the strongest first."""
        features = (feature for pattern in self.found.leading_patterns[:1] for feature in pattern.supports)
        return [feature.text for feature in sorted(features, key=lambda feature: -feature.weight)]

    @property
    def unasked(self) -> list[tuple[str, list[Line]]]:
        """The open questions of flags that nothing points to, by who can settle them."""
        lines = [self.found.line(question) for question in unasked(self.found.flags)]
        by = {"Ask the person": "front_desk", "For the clinician to ask or examine": "clinician"}
        told = ((words, [line for line in lines if line.by == asker]) for words, asker in by.items())
        return [(words, asked) for words, asked in told if asked]

    @property
    def unasked_count(self) -> int:
        return len(unasked(self.found.flags))


def _most_urgent(rows: list[FlagRow], room: Room, told: set[Brief]) -> list[FlagRow]:
    """The first in any case, each with what was answered last; then as many as find room, without leaving one out."""
    for place, row in enumerate(rows):
        row.questions_in_line += row.open[:1]
        words = ["1", row.flag.title, "+5 more"]
        words += ["still open:", *row.questions_in_line, "+5 more" if row.open_more else ""] if row.open else []
        leaving = _FOR_ONE_STEP if row.flag.tier == 1 else _FOR_STEPS
        if not place:
            room.must_take(*words)
        elif not room.takes(*words, leaving=leaving):
            return rows[:place]
        row.add_answers(room, told, at_most=1, leaving=_FOR_ONE_STEP)
    return rows


def _quoted(text: str, words: int) -> Quoted:
    is_cut = count(text) > words
    return Quoted(" ".join(text.split()[:words]) if is_cut else text, is_cut)


def _beginning(step: str) -> str:
    """The step as far as one reads at a glance: it ends where a part of its sentence does."""
    least, most = _STEP
    ends = [found.start() for found in re.finditer(r"(?:[;:,]| \()", step)]
    parts = [step[:end] for end in ends if step.count("(", 0, end) == step.count(")", 0, end)]
    fitting = [part for part in parts if count(part) >= least]
    short = next((part for part in fitting if step[len(part)] != ","), step.rstrip("."))
    if count(short) > most and fitting:
        short = next((part for part in reversed(fitting) if count(part) <= most), fitting[0])
    return short if short == step.rstrip(".") else f"{short} …"
