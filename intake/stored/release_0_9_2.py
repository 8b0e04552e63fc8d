"""A result of the release before findings carried their words is completed here, with the words of that release.

Those results were written by rule set 0.9.2 up to November 2026. They held each finding's numbers, and every face said
and chose the rest by the rules in the program. All that is needed of those rules stands here, frozen: nothing is looked
up in the rules of today, and nothing here changes when they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]

_TIERS = {1: "emergency now", 2: "same day", 3: "urgent (within 2 weeks)", 4: "routine, noted", 0: "none"}
_SAFETY = ("RF17a", "RF17c")
_ASKING = ("RF17c",)
_GIVING_CONTACTS = ("RF17a", "RF17b", "RF17c", "S03")
_CONFIDENTIAL, _TITLE, _QUESTION = "RF21", "“Feels unsafe at home”", "mh.unsafe_at_home"
_MATTER = "“Safeguarding”"
_POINTER = {
    "present": "Safeguarding: see the clinician-only page",
    "cannot_exclude": "Safeguarding, to be asked only in private and never through a family member who interprets",
}
_ELSEWHERE = ("Safeguarding at home", "asked in private, and kept off the pages that are shared")
_ITEM9 = "phq.q9"

_URGENCIES = {
    "now": "Now",
    "same contact": "Same contact",
    "same day": "Same day",
    "2 weeks": "Within 2 weeks",
    "routine": "Routine",
}
_CATEGORIES = {
    "several": "several features",
    "some": "some features",
    "few": "few features",
    "insufficient": "insufficient data",
}
_WELLS = {
    "likely": "“DVT likely” (2 points or more)",
    "unlikely": "“DVT unlikely” (1 point or less)",
    "indeterminate": "indeterminate until the open items are known",
}
_WELLS_NOT_USED = (
    "Not used: it does not apply in pregnancy, in the 6 weeks after birth or under 18, and one of these holds or is "
    "not known."
)

_PART_OF = {
    "phq8": "phq9",
    "phq2": "phq9",
    "phq_cogaff": "phq9",
    "phq_somatic": "phq9",
    "phq_robust": "phq9",
    "gad2": "gad7",
}
_DESCRIPTIVE = ("phq_cogaff", "phq_somatic", "phq_robust")
_FOLLOWED = ("phq9", "gad7", "peg")
_BANDS = {
    "phq9": (
        ("minimal", 0, 4),
        ("mild", 5, 9),
        ("moderate", 10, 14),
        ("moderately severe", 15, 19),
        ("severe", 20, 27),
    ),
    "gad7": (("minimal", 0, 4), ("mild", 5, 9), ("moderate", 10, 14), ("severe", 15, 21)),
    "peg": (("low", 0, 4), ("moderate", 4, 7), ("high", 7, 10)),
}
_BAND_NOTES = {"peg": "bands are conventions, not validated"}
_CUT_OFFS = {"auditc": [3, 4]}
_CUT_OFFS_TEXT = {"auditc": "cut-off 3 or 4, by sex at birth"}
DECIMALS = {"peg": 1}
_NOT_BANDED = {"minor": "no band under 18", "age_missing": "no band: age missing"}
_NOT_COMPARED = {"minor": "under 18, not scored", "age_missing": "age missing, not scored"}
_NO_PAIN = "not asked: there was no leg, hip or foot pain in the past 7 days"

_REGIONS = {
    "low_back": "low back",
    "buttock": "buttock",
    "groin": "groin",
    "hip_side": "side of the hip",
    "thigh_front": "front of the thigh",
    "thigh_back": "back of the thigh",
    "thigh_inner": "inner thigh",
    "thigh_outer": "outer thigh",
    "knee_front": "front of the knee",
    "knee_back": "back of the knee",
    "shin": "shin",
    "calf": "calf",
    "ankle": "ankle",
    "achilles_heel": "back of the heel (Achilles tendon)",
    "heel_under": "under the heel",
    "foot_top": "top of the foot",
    "foot_sole": "sole of the foot",
    "big_toe": "big toe",
    "toes": "other toes",
}

_OF_ADULTS = "Score bands, the PHQ-9 pattern, the pain types and the combined level are for adults and are not reported"
_SCOPES = {
    "minor": {"kind": "minor", "title": "The person is under 18.", "text": f"{_OF_ADULTS}."},
    "age_missing": {
        "kind": "age_missing",
        "title": "The age is missing.",
        "text": f"{_OF_ADULTS} until it is entered.",
    },
}
_PROXY = {
    "kind": "proxy",
    "title": "Answered by somebody else (by proxy).",
    "text": "PHQ-9, GAD-7, AUDIT-C and PEG answers are shown, but not scored. Safety answers count all the same.",
}
_PATTERNS_NOT_WORKED_OUT = {
    "minor": "Not worked out: the person is under 18, and the pain types are for adults.",
    "age_missing": "Not worked out until the age is entered: the pain types are for adults.",
}
_PATTERNS_CAUTION = (
    "Points count features given in the answers, with weights set by expert judgement. They are not validated and not "
    "a probability. More than one pattern is normal."
)
_COMBINED_CAUTION = (
    "Levels organise the report and the follow-up. They are expert judgement, not validated; none lowers a red flag. "
    "Pain and low mood occur together; neither is said to cause the other."
)


def completed(document: Document) -> Document:
    """The result with the words that its faces used to find for themselves. What it was made from stays as it is."""
    return _Completing(document).document()


class _Completing:
    """One result being completed."""

    def __init__(self, document: Document) -> None:
        self.old = document
        self.scope, self.by_proxy = document["scope"], document["mood_screen"] == "proxy"
        self.lines = {line["question"]: _line(line) for line in document["lines"]}
        self.flags = [self._flag(flag) for flag in document["flags"]]
        self.present = [flag for flag in self.flags if flag["status"] == "present"]

    def document(self) -> Document:
        old, tier, tier_open = self.old, self.old["tier"], self.old["tier_open"]
        steps = [self._step(step) for step in old["steps"]]
        return old | {
            "notices": list(self._notices()),
            "circumstances": self._circumstances(),
            "scores": [self._score(score) for score in old["scores"]],
            "scores_caution": "A score is not a diagnosis.",
            "ratings": [self._average_pain()],
            "item9": self._item9(steps),
            "wells_dvt": old["wells_dvt"] and _wells(old["wells_dvt"]),
            "flags": self.flags,
            "tier_text": _TIERS[tier],
            "tier_open_text": _TIERS[tier_open],
            "headline": self._headline(),
            "counted": list(self._counted()),
            "patterns": old["patterns"] and list(self._patterns()),
            "patterns_notes": list(self._pattern_notes()),
            "patterns_caution": _PATTERNS_CAUTION,
            "combined": old["combined"]
            | {"caution": _COMBINED_CAUTION}
            | {name: [self._with_lines(rule) for rule in old["combined"][name]] for name in ("rules", "undecided")},
            "warnings": [warning | {"lines": _lines(warning["lines"])} for warning in old["warnings"]],
            "warnings_caution": "No answer was changed. Red flags were read on the more serious answer.",
            "steps": steps,
            "places": self._places(),
            "times": self._times(),
            "lines": list(self.lines.values()),
        }

    def _answer(self, question: str) -> Any:
        line = self.lines[question]
        return line["answer"] if line["state"] == "answered" else None

    def _with_lines(self, finding: Document) -> Document:
        return finding | {"because": _lines(finding["because"]), "missing": _lines(finding["missing"])}

    # Whose answers ------------------------------------------------------------------------------------------------

    def _notices(self) -> Iterator[Document]:
        title = f"Rule set {self.old['rule_set']}: draft, not clinically approved."
        yield {"kind": "draft", "title": title, "text": ""}
        if self.by_proxy:
            yield _PROXY
        if self.scope in _SCOPES:
            yield _SCOPES[self.scope]

    def _circumstances(self) -> Document:
        told = {
            "Completed": "ctx.mode",
            "Answered by": "ctx.respondent",
            "Language": "ctx.language",
            "Interpreter": "ctx.interpreter",
        }
        return {
            "age": self._answer("pt.age_years"),
            "age_text": self.lines["pt.age_years"]["said"],
            "assessed_on": self._answer("ctx.encounter_date"),
            "told": [[label, self.lines[question]["said"]] for label, question in told.items()],
            "instruments": "PHQ-9, GAD-7, AUDIT-C, PEG and ASQ, English, as worded in the rule set above",
        }

    # Flags and steps ----------------------------------------------------------------------------------------------

    def _flag(self, flag: Document) -> Document:
        emergency = flag["tier"] == 1
        kind = "emergency" if emergency else "safety" if flag["id"] in _SAFETY else ""
        return self._with_lines(flag) | {
            "tier_text": _TIERS[flag["tier"]],
            "alert_kind": kind,
            "call": kind,
            "asks_for_answer": flag["id"] in _ASKING,
            "gives_contacts": flag["id"] in _GIVING_CONTACTS,
            "pointer": _POINTER[flag["status"]] if flag["id"] == _CONFIDENTIAL else "",
        }

    def _step(self, step: Document) -> Document:
        named = _TITLE in step["condition"]
        said = [step.get(part, "").replace(_TITLE, _MATTER) for part in ("condition", "held")] if named else None
        return step | {
            "urgency_text": _URGENCIES[step["urgency"]],
            "rank": list(_URGENCIES).index(step["urgency"]),
            "refers": step["category"] == "Referral",
            "gives_contacts": step["id"] in _GIVING_CONTACTS,
            "confidential": named and any(flag["id"] == _CONFIDENTIAL for flag in self.present),
            "masked": said,
        }

    def _headline(self) -> str:
        if tier := self.old["tier"]:
            return f"Overall: {_TIERS[tier]} (tier {tier})"
        if self.flags:
            return f"No red flags among the questions answered; {len(self.flags)} could not be excluded"
        return "No red flag is present in the answers given"

    def _counted(self) -> Iterator[str]:
        number, number_open = len(self.present), len(self.flags) - len(self.present)
        if number:
            others = (
                f"{number_open} could not be excluded" if number_open else "the others are absent in the answers given"
            )
            yield f"{number} red flag{'s' * (number != 1)} present; {others}."
        if number_open:
            yield f"Most urgent among those not excluded: {_TIERS[self.old['tier_open']]}."

    def _item9(self, steps: list[Document]) -> Document:
        line = self.lines[_ITEM9]
        item9: Document = self.old["item9"]
        answered = line["state"] == "answered"
        _, not_answered, rest = item9["meaning"].partition("Not answered. ")
        return item9 | {
            "question": line["label"].partition(": ")[2],
            "quoted": f"“{item9['said']}”" if answered else item9["said"],
            "after": rest if not_answered and item9["said"] == "Not answered" else item9["meaning"],
            "contacts_due": item9["attention"] or any(found["gives_contacts"] for found in (*self.flags, *steps)),
            "by_proxy": self.by_proxy and answered,
        }

    # Scores -------------------------------------------------------------------------------------------------------

    def _score(self, score: Document) -> Document:
        id_, skipped = score["id"], all(item["state"] == "na" for item in score["items"])
        is_scored = not (self.by_proxy or skipped or score["missing"] == len(score["items"]))
        value = self._value(score, skipped=skipped, is_scored=is_scored)
        text = f"{value} of {score['greatest']:g}" if is_scored else value
        band_text, band_note = self._band_text(score) if is_scored else "", _BAND_NOTES.get(id_, "")
        banded = "; ".join(filter(None, (band_text, band_note))) if is_scored and score["band"] else ""
        bands = _BANDS.get(id_, ()) if self.scope == "adult" else ()
        no_pain = id_ == "peg" and self._answer("pain.present") is False
        unscored = self._not_compared(no_pain=no_pain, answered=score["missing"] < len(score["items"]))
        return score | {
            "decimals": DECIMALS.get(id_, 0),
            "is_scored": is_scored,
            "value": value,
            "text": text,
            "full_text": f"{text} ({banded})" if banded else text,
            "band_text": band_text,
            "bands": [dict(zip(("name", "lowest", "highest"), band, strict=True)) for band in bands],
            "band_note": band_note,
            "cut_offs": _CUT_OFFS.get(id_, []),
            "cautions": list(self._cautions(score, is_scored=is_scored)),
            "statements": list(self._statements(score)) if is_scored else [],
            "part_of": _PART_OF.get(id_, ""),
            "unscored": unscored if id_ in _FOLLOWED else "",
            "followed": id_ in _FOLLOWED,
            "items": _lines(score["items"]),
        }

    def _value(self, score: Document, *, skipped: bool, is_scored: bool) -> str:
        if self.by_proxy:
            return "by proxy, not scored"
        if skipped:
            return "not asked" if score["missing"] else "not asked, counts as 0"
        return _span(score) if is_scored else "not answered"

    def _band_text(self, score: Document) -> str:
        if score["id"] not in _BANDS:
            return _CUT_OFFS_TEXT.get(score["id"], "")
        if self.scope != "adult":
            return _NOT_BANDED[self.scope]
        return f"{score['band']} band" if score["band"] else "band not decided"

    def _cautions(self, score: Document, *, is_scored: bool) -> Iterator[str]:
        missing, items = score["missing"], len(score["items"])
        if is_scored and missing and score["id"] not in _PART_OF:
            undecided = score["id"] in _BANDS and self.scope == "adult" and not score["band"]
            band = " and the band is indeterminate" * undecided
            yield f"{missing} of {items} items not answered or not asked, so this is a range{band}."
        if score["estimate"] is not None:
            yield f"Estimate from {items - missing} of {items} items: {score['estimate']}. No rule uses it."
        if score["id"] in _DESCRIPTIVE:
            yield "Descriptive only, not for screening."

    def _statements(self, score: Document) -> Iterator[str]:
        of_phq9 = score["id"] == "phq9"
        if of_phq9 and self.lines[_ITEM9]["state"] != "answered":
            phq8 = next(part for part in self.old["scores"] if part["id"] == "phq8")
            yield f"PHQ-8 = {_span(phq8)} (item 9 not answered)."
        if score["severity"]:
            yield f"NICE NG222: {score['severity']}."
        if score["advice"]:
            yield score["advice"]
        if of_phq9 and self.scope == "adult":
            yield self.old["algorithm_text"]

    def _not_compared(self, *, no_pain: bool, answered: bool) -> str:
        if self.by_proxy:
            return "by proxy, not scored"
        if self.scope != "adult":
            return _NOT_COMPARED[self.scope]
        return _NO_PAIN if no_pain else "" if answered else "not answered"

    def _average_pain(self) -> Document:
        line, value = self.lines["pain.nrs_avg"], self._answer("pain.nrs_avg")
        unanswered = "not asked" if line["state"] == "na" else _inside_sentence(line["said"])
        return {
            "id": "pain",
            "name": "Average pain in 7 days",
            "value": value,
            "greatest": 10,
            "text": unanswered if value is None else f"{value} of 10",
            "note": "by proxy" if self.by_proxy and value is not None else "",
            "ends": ["no pain", "worst imaginable"],
            "unscored": self._not_compared(no_pain=self._answer("pain.present") is False, answered=value is not None),
        }

    # Patterns, places, times --------------------------------------------------------------------------------------

    def _patterns(self) -> Iterator[Document]:
        times = Counter(pattern["points"] for pattern in self.old["patterns"])
        for pattern in self.old["patterns"]:
            yield pattern | {
                "category_text": _CATEGORIES[pattern["category"]],
                "is_clear": pattern["category"] in ("several", "some"),
                "is_joint": times[pattern["points"]] > 1,
            }

    def _pattern_notes(self) -> Iterator[str]:
        if self.old["tier"] in (1, 2):
            yield "Do not use this list to delay the action above."
        if self.scope in _PATTERNS_NOT_WORKED_OUT:
            yield _PATTERNS_NOT_WORKED_OUT[self.scope]
            return
        if not any(pattern["category"] in ("several", "some") for pattern in self.old["patterns"]):
            yield "No clear pattern from the answers."
        if self.old["mixed"]:
            yield "Mixed picture: features of more than one type stand side by side."

    def _places(self) -> Document:
        sites, worst = self.lines["pain.sites"], self.lines["pain.main_region"]
        marked, region = self._answer("pain.sites") or [], self._answer("pain.main_region")
        order = [region, *_REGIONS]
        found = sorted({_region(site) for site in marked}, key=lambda each: order.index(each))
        note = ""
        if marked and region not in found and worst["state"] != "na":
            note = f"Worst: {_inside_sentence(worst['said'])}{' (not marked)' if region else ''}"
        return {
            "marked": [self._place(each, region) for each in found],
            "why_none": "" if marked else "Not asked" if sites["state"] == "na" else sites["said"],
            "note": note,
        }

    def _place(self, region: str, worst: str | None) -> Document:
        sites = sorted(site for site in self._answer("pain.sites") if _region(site) == region)
        sides = " and ".join({"_L": "left", "_R": "right"}[site[-2:]] for site in sites if site[-2:] in ("_L", "_R"))
        of_worst = " (worst, side not asked)" if len(sites) > 1 else " (worst)"
        text = f"{sides} {_REGIONS[region]}".lstrip() + of_worst * (region == worst)
        return {"text": text, "sites": sites, "is_worst": region == worst}

    def _times(self) -> Document:
        start = self.lines["pain.onset_speed"]
        return {
            "began": self._answer("pain.duration_days"),
            "began_text": _inside_sentence(self.lines["pain.duration_days"]["said"]),
            "injury": self._answer("pain.injury_days_ago"),
            "start_text": _inside_sentence(start["said"]) if start["state"] == "answered" else "",
        }


def _line(line: Document) -> Document:
    return line | {
        "own_words": line["question"] == _ITEM9,
        "pointer": _ELSEWHERE if line["question"] == _QUESTION else None,
    }


def _lines(lines: list[Document]) -> list[Document]:
    return list(map(_line, lines))


def _wells(wells: Document) -> Document:
    if not wells["valid"]:
        return wells | {"text": _WELLS_NOT_USED, "caution": ""}
    ends = (wells["min"],) if wells["min"] == wells["max"] else (wells["min"], wells["max"])
    points = " to ".join(f"{end}".replace("-", "−") for end in ends)
    caution = "NICE NG158. The score does not settle by itself whether there is a clot."
    return wells | {"text": f"{points} points: {_WELLS[wells['result']]}.", "caution": caution}


def _span(score: Document) -> str:
    ends = (score["min"],) if score["min"] == score["max"] else (score["min"], score["max"])
    return " to ".join(f"{end:.{DECIMALS.get(score['id'], 0)}f}" for end in ends)


def _region(site: str) -> str:
    return site.removesuffix("_L").removesuffix("_R")


def _inside_sentence(label: str) -> str:
    """Without its capital, abbreviations left alone."""
    return label if label[:2].isupper() and label[:2].isalpha() else f"{label[:1].lower()}{label[1:]}"
