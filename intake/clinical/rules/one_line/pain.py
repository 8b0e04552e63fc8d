"""The complaint: where, what it is like, since when, what brings it on and eases it, what it stops."""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.language.condition import joined
from intake.clinical.language.conditions import is_, yes
from intake.clinical.language.numbers import ago, counted, lasting
from intake.clinical.rules.questions.pain import fn, pain, slp
from intake.clinical.rules.questions.symptoms import sx

from .clause import BEARING, COMPLAINT, ROOM, TELLING, Run, clause, each, where

_COMPLAINT = Run("pain", between=" ")
_COURSE = Run("pain", before=", ")
_BURDEN = Run("pain", between="; ")

_PLACES = {
    "low_back": "low back",
    "buttock": "buttock",
    "groin": "groin",
    "hip_side": "outer hip",
    "thigh_front": "anterior thigh",
    "thigh_back": "posterior thigh",
    "thigh_inner": "inner thigh",
    "thigh_outer": "outer thigh",
    "knee_front": "anterior knee",
    "knee_back": "posterior knee",
    "shin": "shin",
    "calf": "calf",
    "ankle": "ankle",
    "achilles_heel": "Achilles",
    "heel_under": "under-heel",
    "foot_top": "upper foot",
    "foot_sole": "sole",
    "big_toe": "big toe",
    "toes": "toe",
}
"""As they stand before "pain"."""
_SIDES = {"_L": "left ", "_R": "right ", "": ""}

_QUALITIES = {
    "deep_bone": "bone-deep",
    "electric": "electric",
    "burning": "burning",
    "shooting": "shooting",
    "painful_cold": "cold",
    "stabbing": "stabbing",
    "cramping": "cramping",
    "throbbing": "throbbing",
    "sharp": "sharp",
    "tight": "tight",
    "heavy": "heavy",
    "sore": "sore",
    "itching": "itching",
    "dull_ache": "aching",
}
"""Before "pain", the most telling first; two are said."""
_ALONE = {"cramping": "cramp", "tight": "tightness", "sore": "soreness", "heavy": "heaviness", "dull_ache": "ache"}
"""In place of "pain", where it is the only one."""


def _places(sites: Iterable[str], worst: str | None) -> list[str]:
    """``right calf``, ``bilateral ankle``: each region once, the worst first."""
    sides: dict[str, list[str]] = {worst: []} if worst else {}
    for site in sites:
        region = site.removesuffix("_L").removesuffix("_R")
        sides.setdefault(region, []).append(site.removeprefix(region))
    return [
        f"{'bilateral ' if len(ends) > 1 else _SIDES[''.join(ends)]}{_PLACES[region]}" for region, ends in sides.items()
    ]


def _together(places: list[str]) -> str:
    """``left shin and ankle``: the side of two on the same side is said once."""
    if len(places) == 2 and (side := places[0].partition(" ")[0]) in ("left", "right", "bilateral"):
        places = [places[0], places[1].removeprefix(f"{side} ")]
    return joined(places, "and")


def _complaint(present: bool | None, sites: list[str] | None, worst: str | None, words: list[str] | None) -> str:
    """``right calf cramp``, ``burning, electric left sole pain``, ``low back and left calf pain``."""
    places = _places(sites or (), worst)
    fitting = [word for word in _QUALITIES if word in (words or ())][:2]
    alone = _ALONE.get(fitting[0]) if len(fitting) == 1 else None
    like = "" if alone else f"{', '.join(_QUALITIES[word] for word in fitting)} "
    if places:
        return f"{like}{_together(places[: 1 if worst else 2])} {alone or 'pain'}".lstrip()
    if present is None:
        return "pain not answered"
    return (
        f"{like}{alone or 'pain'}, place not answered".lstrip()
        if present
        else "no back, hip or leg pain in the last 7 days"
    )


_ELSEWHERE = {
    "neck": "neck",
    "upper_back": "upper back",
    "left_arm_shoulder": "left arm or shoulder",
    "right_arm_shoulder": "right arm or shoulder",
    "chest_abdomen": "chest or belly",
    "jaw": "jaw",
}


def _elsewhere(sites: list[str] | None, worst: str | None, others: list[str] | None) -> str:
    left = _places(sites or (), worst)[1 if worst else 2 :]
    left += [text for option, text in _ELSEWHERE.items() if option in (others or ())]
    if len(left) > 2:
        return f"and {len(left)} other places"
    return f"{'also' if sites else 'pain in'} {_together(left)}" if left else ""


_BROUGHT_ON = {
    "walking": "walking",
    "stairs": "stairs",
    "weight_bearing": "weight-bearing",
    "impact_running": "running",
    "standing_still": "standing",
    "sitting": "sitting",
    "bending_forward": "bending",
    "first_steps_morning": "first steps",
    "moving_joint": "moving the joint",
    "stretching_or_using_muscle": "using the muscle",
    "cough_strain": "coughing",
    "leg_raised": "raising the leg",
    "lying_flat": "lying flat",
    "lying_on_side": "lying on it",
    "rest_immobility": "resting",
    "light_touch": "light touch",
    "pressing_the_spot": "pressure",
    "cold": "cold",
    "uphill_or_hurry": "hurrying",
}
"""The most telling first; three are said."""


def _brought_on(worse: list[str] | None) -> str:
    told = [text for option, text in _BROUGHT_ON.items() if option in (worse or ())]
    # After "walking", "hurrying" says nothing more.
    if "walking" in told and "hurrying" in told:
        told.remove("hurrying")
    return f"on {joined(told[:3], 'and')}" if told else ""


_EASED_BY = {
    "leg_hanging_down": "hanging the leg down",
    "bending_forward": "bending forward",
    "sitting_down": "sitting",
    "leg_elevated": "raising the leg",
    "moving_about": "moving about",
    "standing_still_rest": "standing still",
    "heat_or_massage": "heat or massage",
    "cold_pack": "a cold pack",
    "simple_painkiller": "painkillers",
    "nothing": "nothing",
}
"""The most telling first; two are said."""


def _eased_by(eases: list[str] | None, relief: str | None) -> str:
    told = [text for option, text in _EASED_BY.items() if option in (eases or ())]
    # Standing still is said elsewhere, with the time it takes.
    if relief == "le_10" and "standing still" in told:
        told.remove("standing still")
    return f"eased by {joined(told[:2], 'and')}" if told else ""


_STARTED_BY = {
    "twist_strain": "a twist or strain",
    "fall_low": "a fall",
    "high_energy": "a high-energy injury",
    "direct_blow": "a blow",
    "crush_or_cast": "crushing or a tight cast",
    "long_lie": "hours in one position",
    "surgery": "an operation",
    "overuse_unaccustomed": "unusual exertion",
}


def _started_by(mechanism: str | None, days: int | None, began: int | None) -> str:
    """``after a fall 3 days ago``; without the days where the pain began with it."""
    if mechanism not in _STARTED_BY:
        return ""
    when = "" if days is None or days == began else f" {ago(days)}"
    return f"after {_STARTED_BY[mechanism]}{when}"


def _rated(average: int | None, worst: int | None, now: int | None) -> str:
    rated = (("average", average), ("worst", worst), ("now", now))
    return next((f"{name} {rating}/10" for name, rating in rated if rating is not None), "")


PAIN = (
    clause(_COMPLAINT, COMPLAINT, _complaint, pain.present, pain.sites, pain.main_region, pain.quality),
    clause(_COMPLAINT, BEARING, _brought_on, pain.aggravating),
    clause(
        _COMPLAINT,
        COMPLAINT,
        lambda days: "" if days is None else lasting(days),
        pain.duration_days,
    ),
    where(_COURSE, BEARING, is_(pain.onset_speed, "sudden"), "sudden onset"),
    clause(_COURSE, BEARING, _started_by, pain.mechanism, pain.injury_days_ago, pain.duration_days),
    *each(
        _COURSE,
        BEARING,
        pain.course,
        {"worsening_rapidly": "rapidly worse", "worsening": "getting worse"},
    ),
    where(
        _COURSE,
        BEARING,
        yes(sx.new_change_14d) & (pain.duration_days > 14) & ~is_(pain.course, "worsening", "worsening_rapidly"),
        "changed in the last 2 weeks",
    ),
    *each(
        _COURSE,
        BEARING,
        pain.radiation,
        {
            "back_to_leg_above_knee": "from back to thigh",
            "back_to_leg_below_knee": "from back to below knee",
            "along_one_nerve_area": "along one strip of the leg",
            "stocking_both_feet": "like socks on both feet",
        },
    ),
    *each(
        _COURSE,
        BEARING,
        pain.walk_relief,
        {
            "le_10": "gone within 10 minutes of standing",
            "gt_10": "gone after more than 10 minutes",
            "not_relieved": "not gone on standing still",
        },
    ),
    where(_COURSE, TELLING, yes(pain.starts_at_rest), "starts at rest too"),
    clause(_COURSE, TELLING, _eased_by, pain.relieving, pain.walk_relief),
    where(_COURSE, BEARING, is_(pain.night, "wakes_unprovoked"), "wakes them at night"),
    where(_COURSE, ROOM, is_(pain.course, "improving"), "improving"),
    clause(_COURSE, TELLING, _elsewhere, pain.sites, pain.main_region, pain.other_regions),
    clause(_BURDEN, COMPLAINT, _rated, pain.nrs_avg, pain.nrs_worst, pain.nrs_now),
    clause(_BURDEN, TELLING, lambda metres: "" if metres is None else f"walks {metres:,} m", pain.walk_distance_m),
    *each(
        _BURDEN,
        COMPLAINT,
        sx.weight_bearing,
        {"unable_at_all": "cannot stand on the leg", "unable_4_steps": "cannot take 4 steps"},
    ),
    where(_BURDEN, COMPLAINT, yes(sx.limp), "limps"),
    clause(
        _BURDEN,
        TELLING,
        lambda minutes: f"morning stiffness {minutes} minutes" if minutes and minutes > 30 else "",
        pain.morning_stiffness_min,
    ),
    where(_BURDEN, ROOM, is_(sx.weight_bearing, "painful"), "walks with pain"),
    clause(
        _BURDEN,
        TELLING,
        lambda nights: f"sleep broken {counted(nights, 'night', 'nights')} a week" if nights else "",
        slp.nights_pain_disturbed,
    ),
    *each(_BURDEN, TELLING, fn.work, {"off_sick": "off sick", "reduced": "does less"}),
    clause(
        _BURDEN,
        TELLING,
        lambda falls: f"{counted(falls, 'fall', 'falls')} in a year" if falls else "",
        fn.falls_12mo,
    ),
)
