"""What else is wrong, as told and as found: what would alarm comes first."""

from __future__ import annotations

from functools import reduce
from operator import or_

from intake.clinical.language.condition import joined
from intake.clinical.language.conditions import has, is_, sure, yes
from intake.clinical.language.kinds import Question
from intake.clinical.rules.facts import child_vital_sign_out_of_range
from intake.clinical.rules.news2 import FROM_AGE, PARAMETERS
from intake.clinical.rules.questions.context import PREGNANT_OR_RECENT_BIRTH, pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.symptoms import sx

from .clause import ALARM, BEARING, TELLING, Clause, Run, clause, each, listed, where

_TOLD = Run("signs", more=" and more")
_FOUND = Run("signs", opens="examined: ", more=" and more")

_SWOLLEN = {
    "calf": "calf",
    "whole_leg": "whole-leg",
    "thigh": "thigh",
    "ankle_foot": "ankle/foot",
    "knee_joint": "knee",
    "ankle_joint": "ankle-joint",
    "toe_joint": "toe-joint",
    "around_tendon_or_bursa": "tendon or bursa",
}
_SIDES = {"one": "one-sided ", "both": "bilateral "}


def _swelling(swollen: list[str] | None, side: str | None) -> str:
    """``one-sided calf swelling``."""
    places = [text for option, text in _SWOLLEN.items() if option in (swollen or ())]
    return f"{_SIDES.get(side or '', '')}{joined(places, 'and')} swelling" if places else ""


_WATER = {
    "retention_or_hesitancy": "hard to pass urine",
    "urinary_incontinence": "leaking urine",
    "reduced_urine_sensation": "less bladder feeling",
    "bowel_incontinence_or_loss": "less bowel control",
    "sexual_dysfunction": "sexual function changed",
}
_SINCE = {
    "within_14d": " (last 2 weeks)",
    "to_3_months": " (last 3 months)",
    "longer_unchanged": " (long-standing)",
}


def _water(changed: list[str] | None, since: str | None) -> str:
    told = [text for option, text in _WATER.items() if option in (changed or ())]
    return f"{joined(told, 'and')}{_SINCE.get(since or '', '')}" if told else ""


def _weakness(weak: str | None, side: str | None) -> str:
    legs = {"one": " of one leg", "both": " of both legs"}.get(side or "", "")
    kinds = {"new_or_progressive": "new or worsening weakness", "stable_longstanding": "old weakness"}
    return f"{kinds[weak]}{legs}" if weak in kinds else ""


TOLD = (
    where(_TOLD, ALARM, has(sx.sensory, "saddle_numbness"), "saddle numbness"),
    clause(_TOLD, ALARM, _water, sx.bladder_bowel, sx.bladder_bowel_since),
    where(_TOLD, ALARM, yes(sx.stroke_signs), "sudden one-sided weakness, numbness or trouble speaking"),
    where(_TOLD, ALARM, yes(sx.confusion_new), "newly confused or drowsy"),
    clause(
        _TOLD,
        ALARM,
        listed(
            sx.cardioresp,
            {
                "chest_pain": "chest pain",
                "breathless_new": "newly breathless",
                "coughing_blood": "coughing blood",
                "fainted": "fainted",
            },
        ),
        sx.cardioresp,
    ),
    where(_TOLD, ALARM, yes(sx.out_of_proportion), "severe beyond expectation"),
    where(_TOLD, ALARM, yes(sx.deformity), "leg newly bent, short or turned"),
    *each(
        _TOLD,
        ALARM,
        sx.cold_leg,
        {"one_leg_new": "one leg newly cold", "both_new": "both legs newly cold"},
    ),
    clause(
        _TOLD,
        ALARM,
        listed(
            sx.skin,
            {
                "black_tissue": "black",
                "blue_dusky": "blue or dusky",
                "spreading_redness": "hot and spreading",
                "blisters": "blistered",
                "mottled": "blotchy",
                "pale": "paler",
                "red": "redder or darker",
                "warm": "warm",
                "shiny_hairless": "shiny",
            },
            before="skin ",
        ),
        sx.skin,
    ),
    clause(
        _TOLD,
        ALARM,
        listed(
            sx.skin,
            {
                "purple_spots": "spots that do not fade",
                "ulcer": "sore that does not heal",
                "band_rash": "rash in a strip",
                "darker_or_purple_area": "darker area",
            },
        ),
        sx.skin,
    ),
    clause(_TOLD, ALARM, _swelling, sx.swelling, sx.swelling_side),
    clause(_TOLD, ALARM, _weakness, sx.weakness, sx.weakness_side),
    where(_TOLD, ALARM, yes(sx.foot_drop), "foot drags"),
    where(_TOLD, ALARM, yes(sx.unsteady_new), "newly unsteady"),
    clause(
        _TOLD,
        TELLING,
        listed(
            sx.sensory,
            {
                "numb_both_feet": "both feet numb",
                "numb_one_area": "numb in one area",
                "pins_needles": "pins and needles",
                "touch_hurts": "light touch hurts",
            },
        ),
        sx.sensory,
    ),
    clause(
        _TOLD,
        ALARM,
        listed(
            sx.systemic,
            {
                "rigors": "shaking chills",
                "fever": "fever",
                "unwell": "very unwell",
                "weight_loss": "weight loss",
                "night_sweats": "night sweats",
            },
        ),
        sx.systemic,
    ),
    clause(
        _TOLD,
        ALARM,
        listed(
            sx.toxic,
            {
                "stiff_or_rigid": "rigid",
                "very_sleepy": "very sleepy",
                "shaking_or_twitching": "shaking",
                "unsteady_or_slurred": "unsteady or slurred",
                "agitated": "agitated",
                "heavy_sweating": "sweating",
                "diarrhoea": "diarrhoea",
            },
        ),
        sx.toxic,
    ),
    clause(
        _TOLD,
        ALARM,
        listed(
            sx.belly_groin,
            {
                "pulsating_lump": "pulsating belly lump",
                "new_abdominal_or_flank_pain": "belly or flank pain",
                "tender_groin_lump": "tender groin lump",
                "testicle_pain": "testicle pain",
                "vaginal_bleeding": "vaginal bleeding",
                "vomiting": "vomiting",
            },
        ),
        sx.belly_groin,
    ),
    where(_TOLD, ALARM, yes(sx.urine_dark), "dark urine"),
    where(_TOLD, ALARM, is_(sx.lump, "growing_or_gt5cm"), "growing or large lump"),
    where(_TOLD, TELLING, is_(sx.cold_leg, "longstanding"), "leg cold for longer"),
    where(_TOLD, TELLING, yes(sx.urge_to_move), "urge to move the legs"),
    where(_TOLD, TELLING, yes(sx.night_cramps), "night cramps"),
    clause(_TOLD, TELLING, listed(sx.joint, {"locking": "joint locks", "giving_way": "joint gives way"}), sx.joint),
)


def _vital(question: Question, text: str) -> Clause:
    """What was measured, where NEWS2 gives it a point, or where it is out of range for a child's age."""
    points = next(parameter.points for parameter in PARAMETERS if parameter.question is question)
    earns_points = reduce(or_, (condition for condition, _ in points))
    when = earns_points & ~sure(pt.age_years < FROM_AGE)
    if question in (ex.hr, ex.rr):
        when |= child_vital_sign_out_of_range
    if question is ex.sbp:
        # In pregnancy every blood pressure is told.
        when |= is_(pt.pregnancy, *PREGNANT_OR_RECENT_BIRTH)
    return Clause(_FOUND, ALARM, lambda value: "" if value is None else text.format(value), (question,), when)


FOUND = (
    _vital(ex.temp_c, "{:g} °C"),
    _vital(ex.hr, "heart rate {}"),
    _vital(ex.rr, "breathing {}"),
    _vital(ex.sbp, "systolic {}"),
    _vital(ex.spo2, "SpO2 {}%"),
    *each(_FOUND, ALARM, ex.pulses, {"absent": "foot pulse absent", "reduced": "foot pulse reduced"}),
    clause(_FOUND, BEARING, lambda abpi: "" if abpi is None else f"ABPI {abpi:g}", ex.abpi_min),
    *each(
        _FOUND,
        ALARM,
        ex.power,
        {"weak_one_leg": "one leg weak", "weak_both_legs": "both legs weak", "foot_drop": "foot drop"},
    ),
    *each(
        _FOUND,
        ALARM,
        ex.sensation,
        {
            "reduced_saddle": "less feeling in the saddle area",
            "sensory_level": "less feeling below a level",
            "reduced_stocking": "less feeling in both feet",
            "reduced_one_area": "less feeling in one area",
        },
    ),
    *each(_FOUND, BEARING, ex.reflexes, {"brisk": "reflexes brisk", "reduced": "reflexes reduced"}),
    *each(
        _FOUND,
        BEARING,
        ex.slr,
        {"positive_both": "straight-leg raise positive both sides", "positive_one": "straight-leg raise positive"},
    ),
    *each(
        _FOUND,
        BEARING,
        ex.gait,
        {"cannot_walk": "cannot walk", "unsteady": "gait unsteady", "foot_drop": "foot drags", "painful_limp": "limp"},
    ),
    where(_FOUND, ALARM, yes(ex.compartment_tense), "compartment tense"),
    where(_FOUND, ALARM, yes(ex.passive_stretch_pain), "severe pain on stretch"),
    where(_FOUND, ALARM, yes(ex.skin_crepitus), "skin crepitus"),
    clause(_FOUND, BEARING, lambda cm: f"calf {cm:g} cm larger" if cm and cm >= 1 else "", ex.calf_diff_cm),
    where(_FOUND, BEARING, yes(ex.tender_deep_veins), "deep veins tender"),
    where(_FOUND, BEARING, yes(ex.pitting_one_leg), "one-leg oedema"),
    where(_FOUND, BEARING, yes(ex.collateral_veins), "collateral veins"),
    clause(
        _FOUND,
        BEARING,
        listed(
            ex.bony_tender,
            {
                "patella_isolated": "kneecap",
                "fibula_head": "fibula head",
                "lat_malleolus_post": "outer ankle bone",
                "med_malleolus_post": "inner ankle bone",
                "fifth_mt_base": "fifth metatarsal",
                "navicular": "navicular",
                "tibia_focal": "shin bone",
                "other_focal": "bone",
            },
            before="tender ",
        ),
        ex.bony_tender,
    ),
)
