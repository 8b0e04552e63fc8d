"""What has to be known before anything of an assessment is read, each said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from intake.clinical.language.condition import joined
from intake.clinical.rules import rule_set
from intake.clinical.working.findings import Notice, ScoreFinding

DRAFT, NOT_APPROVED = "draft", "not_approved"
_OF_ADULTS = "Score bands, the PHQ-9 pattern, the pain types and the combined level are for adults and are not reported"
_SCOPES = {
    "minor": Notice("minor", "The person is under 18.", f"{_OF_ADULTS}."),
    "age_missing": Notice("age_missing", "The age is missing.", f"{_OF_ADULTS} until it is entered."),
    "age_not_exact": Notice(
        "age_not_exact",
        "The age is not known exactly enough: the person may be under 18 or not.",
        f"{_OF_ADULTS} until it is.",
    ),
}

_BY_THE_AGE_USED = {
    "minor": "By the age that the rules used, the person is under 18.",
    "age_missing": "The rules used no age.",
    "age_not_exact": "The age that the rules used is not exact enough: it may be under 18 or not.",
}
"""How the same is said where another age stands beside it."""

LIMITATIONS = (
    "This report was produced from self-reported answers using published screening tools and a rule set "
    "written for this product. The pattern points, pain-mood levels and several thresholds are expert "
    "judgement and have not been validated. Questionnaires miss cases: for example, a walking-pain "
    "questionnaire missed about half of people with peripheral artery disease in general practice, and 'not at "
    "all' to PHQ-9 item 9 does not exclude suicidal thoughts. Missing answers are not negative answers. The "
    "rules do not cover all causes of leg pain or low mood. If the report and your clinical judgement differ, "
    "follow your clinical judgement."
)
"""At the end of whatever leaves the site, in full. Source: rule book I.5."""


def notices(scope: str, by_proxy: bool, scores: Iterable[ScoreFinding]) -> Iterator[Notice]:
    yield Notice(DRAFT, f"Rule set {rule_set.VERSION}: {rule_set.STATUS}.")
    if by_proxy:
        names = joined([score.name for score in scores if score.leads], "and")
        answers = f"{names} answers are shown, but not scored. Safety answers count all the same."
        yield Notice("proxy", "Answered by somebody else (by proxy).", answers)
    if scope in _SCOPES:
        yield _SCOPES[scope]


def beside_another_age(notice: Notice) -> Notice:
    """The same, to be read beside a date of birth that makes another age than the rules used, or than none."""
    return replace(notice, title=_BY_THE_AGE_USED.get(notice.kind, notice.title))


def not_approved(version: str) -> Notice:
    """To be added where it is known that this site has not approved the rule set."""
    return Notice(NOT_APPROVED, f"Rule set {version} is not approved at this site: not for use on patients.")
