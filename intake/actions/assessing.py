"""Storing what the rules say of a version: a part of the actions that make one, in their transaction."""

from __future__ import annotations

from intake.actions.counting import count_assessment
from intake.actions.release_texts import keep_texts
from intake.clinical.rules.site_settings import DEFAULT
from intake.clinical.telling.urgency import named
from intake.clinical.working.case import Case
from intake.clinical.working.findings import RatingFinding, ScoreFinding, WholeAssessment
from intake.fingerprint import rule_set_fingerprint
from intake.models import AnswerVersion, AssessedScore, Assessment
from intake.stored.assessments import FORMAT, reasons_document, result_document
from intake.stored.release_texts import packed


def store_assessment(*, version: AnswerVersion, result: WholeAssessment, case: Case | None = None) -> Assessment:
    """The whole result, the columns that queues sort by, a row for each score that is followed, and what is counted.

    With the case that was assessed: the reasons too, and the clinic's settings that the rules looked at.
    """
    texts = keep_texts()
    assessment = Assessment(
        version=version,
        rule_set_version=result.rule_set,
        fingerprint=rule_set_fingerprint(),
        site_settings=(case.settings if case else DEFAULT).as_document(),
        result={"format": FORMAT},
        texts_id=texts,
        result_packed=packed(result_document(result), texts),
        reasons_packed=packed(reasons_document(case, result), texts) if case else None,
        tier=result.tier,
        tier_open=result.tier_open,
        scope=result.scope,
        mood_screen=result.mood_screen,
        assessed_on=version.intake.encounter_date(version.answers),
        combined_level=result.combined.level or "",
        combined_text=result.combined.text,
        one_line=result.one_line,
        tier_flag=named(flag for flag in result.present if flag.tier == result.tier),
        made_at=version.made_at,
    )
    assessment.save()
    rows = [_of_score(assessment, score) for score in result.scores if score.followed]
    rows += [_of_rating(assessment, rating) for rating in result.ratings]
    AssessedScore.objects.bulk_create(rows)
    count_assessment(assessment=assessment, found=result.shared())
    return assessment


def _of_score(assessment: Assessment, score: ScoreFinding) -> AssessedScore:
    bands = () if score.band_note else score.bands
    return AssessedScore(
        assessment=assessment,
        score=score.id,
        name=score.name,
        value=score.value,
        unscored=score.unscored,
        least=score.min,
        greatest=score.max,
        scale=score.greatest,
        items=len(score.items),
        missing=score.missing,
        decimals=score.decimals,
        bands=[[band.name, band.lowest, band.highest] for band in bands],
    )


def _of_rating(assessment: Assessment, rating: RatingFinding) -> AssessedScore:
    least, greatest = (0, rating.greatest) if rating.value is None else (rating.value, rating.value)
    return AssessedScore(
        assessment=assessment,
        score=rating.id,
        name=rating.name,
        value=rating.text if rating.value is None else f"{rating.value:g}",
        unscored=rating.unscored,
        least=least,
        greatest=greatest,
        scale=rating.greatest,
        items=1,
        missing=rating.value is None,
    )
