"""Who the person is, and what they live with and take."""

from __future__ import annotations

from intake.clinical.language.conditions import is_, yes
from intake.clinical.language.numbers import span
from intake.clinical.rules.facts import risky_alcohol
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import auditc_score

from .clause import ALWAYS, BEARING, COMPLAINT, RISK, ROOM, TELLING, Clause, Run, clause, each, where

_WHO = Run("who")
_HISTORY = Run("history", between="; ", more="; and more")
_MEDICINES = Run("history", opens="takes ", more=" and others")

_SEXES = {"female": "F", "male": "M", "intersex": "intersex"}


def _age_and_sex(age: int | list[int] | None, sex: str | None, respondent: str | None) -> str:
    """``68 M``, ``65 to 75 M``, ``age missing, F, by proxy``."""
    by = ", by proxy" * (respondent == "proxy")
    said = span(*age) if isinstance(age, list) else age
    if said and sex in ("female", "male"):
        return f"{said} {_SEXES[sex]}{by}"
    years = "age missing" if age is None else f"{said}" if said else "under 1 year"
    return f"{years}, {_SEXES[sex] if sex else 'sex not stated'}{by}"


WHO = (
    clause(_WHO, ALWAYS, _age_and_sex, pt.age_years, pt.sex, ctx.respondent),
    *each(
        _WHO,
        COMPLAINT,
        pt.pregnancy,
        {
            "pregnant": "pregnant",
            "postnatal_le_6wk": "within 6 weeks of a birth or loss",
            "postnatal_7wk_12mo": "within 12 months of a birth or loss",
        },
    ),
    where(_WHO, BEARING, is_(ctx.can_decide, "doubt"), "ability to decide in doubt"),
)

LIVES_WITH = (
    where(_HISTORY, RISK, is_(hx.cancer, "active"), "active cancer"),
    where(_HISTORY, RISK, is_(hx.cancer, "past"), "past cancer"),
    where(_HISTORY, RISK, yes(hx.prosthetic_joint), "joint replacement or metalwork there"),
    where(_HISTORY, RISK, yes(hx.immunosuppressed), "weak immune system"),
    where(_HISTORY, RISK, yes(hx.surgery_12wk), "operation within 12 weeks"),
    where(_HISTORY, BEARING, yes(hx.immobile_3d), "recently in bed"),
    where(_HISTORY, BEARING, yes(hx.leg_plaster), "leg recently in plaster or brace"),
    where(_HISTORY, BEARING, yes(hx.leg_paralysis), "paralysed leg"),
    where(_HISTORY, RISK, yes(hx.dvt_pe), "earlier clot"),
    where(_HISTORY, RISK, yes(hx.ivdu), "injecting drugs (now or past)"),
    where(_HISTORY, RISK, yes(hx.bipolar), "bipolar disorder"),
    where(_HISTORY, RISK, yes(hx.diabetes), "diabetes"),
    where(_HISTORY, TELLING, is_(hx.smoking, "current"), "smokes"),
    where(_HISTORY, RISK, yes(hx.pad), "narrowed leg arteries"),
    where(_HISTORY, BEARING, yes(hx.cvd), "heart disease or stroke"),
    where(_HISTORY, RISK, yes(hx.af), "atrial fibrillation"),
    where(_HISTORY, BEARING, yes(hx.aaa), "aneurysm"),
    where(_HISTORY, RISK, yes(hx.ckd), "kidney disease"),
    where(_HISTORY, RISK, yes(hx.sickle_cell), "sickle cell disease"),
    where(_HISTORY, RISK, yes(hx.osteoporosis), "osteoporosis"),
    where(_HISTORY, BEARING, yes(hx.fragility_fracture), "earlier fragility fracture"),
    where(_HISTORY, BEARING, yes(hx.inflammatory_arthritis), "inflammatory arthritis"),
    where(_HISTORY, BEARING, yes(hx.gout), "gout"),
    where(_HISTORY, BEARING, yes(hx.osteoarthritis), "osteoarthritis"),
    where(_HISTORY, TELLING, yes(hx.b12_deficiency), "B12 deficiency"),
    where(_HISTORY, TELLING, yes(hx.hypothyroid), "underactive thyroid"),
    where(_HISTORY, ROOM, is_(hx.smoking, "ex"), "used to smoke"),
    Clause(_HISTORY, TELLING, lambda score: f"{score.name} {score.value}", (auditc_score,), risky_alcohol),
)

TAKES = (
    *each(
        _MEDICINES,
        RISK,
        rx.current,
        {
            "lithium": "lithium",
            "maoi": "an MAOI",
            "linezolid": "linezolid",
            "anticoagulant": "an anticoagulant",
            "opioid": "an opioid",
            "tramadol": "tramadol",
            "benzodiazepine_z": "a benzodiazepine or Z-drug",
            "gabapentinoid": "a gabapentinoid",
            "antipsychotic": "an antipsychotic",
            "corticosteroid_systemic": "a steroid (now or within 3 months)",
            "chemotherapy": "chemotherapy",
            "nsaid": "an NSAID",
            "diuretic": "a diuretic",
            "oestrogen": "oestrogen",
        },
    ),
    *each(
        _MEDICINES,
        BEARING,
        rx.current,
        {
            "ssri": "an SSRI",
            "snri": "an SNRI",
            "tca": "a tricyclic",
            "other_antidepressant": "another antidepressant",
            "st_johns_wort": "St John's wort",
            "triptan": "a triptan",
            "fluoroquinolone_recent": "a fluoroquinolone (within 3 months)",
            "bisphosphonate_ge3y": "a long-term bone medicine",
        },
    ),
    *each(
        _MEDICINES,
        TELLING,
        rx.current,
        {
            "statin": "a statin",
            "antiplatelet": "an antiplatelet",
            "calcium_blocker": "a calcium blocker",
            "urate_lowering": "gout prevention",
            "metformin": "metformin",
            "ppi_longterm": "a PPI",
        },
    ),
)
