"""The pain: where, since when, what it is like, how strong it is and what it stops.

Own wording throughout, not a licensed pain questionnaire; the PEG items come from ``instruments``.
"""

from intake.clinical.language.change import Change
from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import has, is_, yes
from intake.clinical.language.instruments import Rating, Score, scale_item
from intake.clinical.language.kinds import Choice, Choices, Group, Integer, Option, Sites, YesNo, said_plainly
from intake.clinical.language.sections import Section
from intake.clinical.rules.change import PEG_CHANGE
from intake.clinical.rules.instruments import PEG

REGIONS = {
    "low_back": "Low back",
    "buttock": "Buttock",
    "groin": "Groin",
    "hip_side": "Side of the hip",
    "thigh_front": "Front of the thigh",
    "thigh_back": "Back of the thigh",
    "thigh_inner": "Inner thigh",
    "thigh_outer": "Outer thigh",
    "knee_front": "Front of the knee",
    "knee_back": "Back of the knee",
    "shin": "Shin",
    "calf": "Calf",
    "ankle": "Ankle",
    "achilles_heel": "Back of the heel (Achilles tendon)",
    "heel_under": "Under the heel",
    "foot_top": "Top of the foot",
    "foot_sole": "Sole of the foot",
    "big_toe": "Big toe",
    "toes": "Other toes",
}
"""Body regions from the back down to the toes; every one but the low back has two sides."""

_SAID = {name: said_plainly(label) for name, label in REGIONS.items()} | {"heel_under": "underside of the heel"}
"""As a rule says them."""

INJURIES = ("fall_low", "high_energy", "direct_blow", "twist_strain", "crush_or_cast")
"""What may have started the pain and counts as an injury."""

RATING = "0 = no pain, 10 = worst pain you can imagine."


def _sites() -> dict[str, Option]:
    sites: dict[str, Option] = {"low_back": REGIONS["low_back"]}
    for region, name in REGIONS.items():
        if region != "low_back":
            for suffix, side in (("_L", "left"), ("_R", "right")):
                sites[region + suffix] = (f"{name}, {side}", f"{side} {_SAID[region]}")
    return sites


def _in_pain() -> Condition:
    return yes(pain.present)


class pain(Group):
    present = YesNo(
        "Pain in the back, buttock, hip, leg or foot in the past 7 days?",
        says="there was pain in the back, buttock, hip, leg or foot in the past 7 days",
        says_not="there was no pain in the back, buttock, hip, leg or foot in the past 7 days",
    )
    sites = Sites(
        "Mark every place that hurts",
        _sites(),
        regions=REGIONS,
        regions_said=_SAID,
        short="Places that hurt",
        help="Left and right are the person's own left and right.",
        asked_when=_in_pain,
        says="it hurts in the {}",
        says_not="it does not hurt in the {}",
    )
    main_region = Choice(
        "Which one place is worst?",
        {name: (label, _SAID[name]) for name, label in REGIONS.items()},
        short="Worst place",
        asked_when=_in_pain,
        says="the worst place is the {}",
        says_not="the worst place is not the {}",
    )
    other_regions = Choices(
        "Pain elsewhere in the last 7 days?",
        {
            "neck": "Neck",
            "upper_back": "Upper back",
            "left_arm_shoulder": "Left arm or shoulder",
            "right_arm_shoulder": "Right arm or shoulder",
            "chest_abdomen": "Chest or belly",
            "jaw": "Jaw",
            "none": "None of these",
        },
        short="Pain elsewhere",
        says="it also hurts in the {}",
        says_not="it does not also hurt in the {}",
    )
    duration_days = Integer(
        "How long has this pain been there?",
        minimum=0,
        maximum=36500,
        unit="days",
        short="Duration of the pain",
        asked_when=_in_pain,
        says="the pain has lasted {}",
    )
    onset_speed = Choice(
        "How did it start?",
        {"sudden": "Suddenly", "hours_to_days": "Over hours to days", "gradual": "Gradually"},
        short="Start of the pain",
        asked_when=_in_pain,
        says="the pain started {}",
        says_not="the pain did not start {}",
    )
    course = Choice(
        "Over the last 2 weeks, how has it been?",
        {
            "improving": "Getting better",
            "stable": "About the same",
            "fluctuating": "Up and down",
            "worsening": "Getting worse",
            "worsening_rapidly": "Getting clearly worse within hours to days",
        },
        short="Course over the last 2 weeks",
        asked_when=_in_pain,
        says="over the last 2 weeks the pain has been {}",
        says_not="over the last 2 weeks the pain has not been {}",
    )
    timing = Choices(
        "When is it there?",
        {
            "constant": "All the time",
            "intermittent": "It comes and goes",
            "only_with_activity": "Only with activity",
            "evening": "In the evening",
            "morning": "In the morning",
            "none": "None of these",
        },
        short="When the pain is there",
        asked_when=_in_pain,
    )
    night = Choice(
        "What is it like at night?",
        {
            "none": ("No pain at night", "there is no pain at night"),
            "positional": ("Hurts in some positions, or when moving", "at night it hurts in some positions"),
            "wakes_unprovoked": (
                "Wakes them without moving or lying on it",
                "at night the pain wakes the person without moving or lying on it",
            ),
        },
        short="Pain at night",
        asked_when=_in_pain,
        says_not="it is not so that {}",
    )
    morning_stiffness_min = Integer(
        "After waking, how many minutes until stiffness eases?",
        minimum=0,
        maximum=600,
        unit="minutes",
        short="Morning stiffness",
        help="0 if there is no stiffness.",
        asked_when=_in_pain,
        says="morning stiffness lasts {}",
    )
    mechanism = Choice(
        "Did something start it?",
        {
            "none_known": ("Nothing they know of", "nothing the person knows of"),
            "overuse_unaccustomed": ("Unusual or too much exercise or work", "unaccustomed exertion"),
            "twist_strain": "A twist or strain",
            "fall_low": "A fall from standing height",
            "high_energy": (
                "A road crash, a fall from over 1 metre, or a collision in sport",
                "a high-energy injury",
            ),
            "direct_blow": "A blow to the place",
            "crush_or_cast": ("Crushing, or a tight plaster or brace", "crushing or a tight plaster"),
            "long_lie": (
                "Lying in one position for hours, after a fall, illness, drink or drugs",
                "hours in one position",
            ),
            "surgery": "An operation",
        },
        short="What started it",
        asked_when=_in_pain,
        says="it was started by {}",
        says_not="it was not started by {}",
    )
    injury_days_ago = Integer(
        "How many days ago was the injury?",
        minimum=0,
        maximum=3650,
        unit="days",
        bare_days=True,
        short="Days since the injury",
        asked_when=lambda: is_(pain.mechanism, *INJURIES),
        says="the injury was {} before this assessment",
    )
    quality = Choices(
        "Which words fit the pain?",
        {
            "dull_ache": "Dull ache",
            "tight": "Tight",
            "cramping": "Cramping",
            "sore": "Sore",
            "heavy": "Heavy",
            "throbbing": "Throbbing",
            "sharp": "Sharp",
            "stabbing": "Stabbing",
            "shooting": "Shooting",
            "electric": "Like electric shocks",
            "burning": "Burning",
            "painful_cold": "Painfully cold",
            "itching": "Itching",
            "deep_bone": "Deep in the bone",
            "none": "None of these",
        },
        short="Words for the pain",
        help="Tick all that fit.",
        asked_when=_in_pain,
        says="the words for the pain include {}",
        says_not="the words for the pain do not include {}",
    )
    radiation = Choice(
        "Where does it travel?",
        {
            "none": ("It stays in one place", "nowhere else"),
            "back_to_leg_above_knee": "From the back into the leg, above the knee",
            "back_to_leg_below_knee": "From the back into the leg, below the knee",
            "along_one_nerve_area": "Along one line or strip of the leg",
            "stocking_both_feet": "In both feet, as if wearing socks",
            "other": "Somewhere else",
        },
        short="Where the pain travels",
        asked_when=_in_pain,
        says="the pain travels {}",
        says_not="the pain does not travel {}",
    )
    aggravating = Choices(
        "What makes it worse?",
        {
            "walking": ("Walking", "walking brings it on"),
            "uphill_or_hurry": ("Going uphill or hurrying", "going uphill or hurrying makes it worse"),
            "stairs": ("Stairs", "stairs make it worse"),
            "standing_still": ("Standing still", "standing still makes it worse"),
            "sitting": ("Sitting", "sitting makes it worse"),
            "bending_forward": ("Bending forward", "bending forward makes it worse"),
            "lying_flat": ("Lying flat", "lying flat makes it worse"),
            "lying_on_side": ("Lying on that side", "lying on that side makes it worse"),
            "leg_raised": ("Having the leg up", "having the leg up makes it worse"),
            "cold": ("Cold", "cold makes it worse"),
            "light_touch": ("Light touch, clothes or bedding", "light touch, clothes or bedding makes it worse"),
            "pressing_the_spot": ("Pressing on the spot", "pressing on the spot makes it worse"),
            "stretching_or_using_muscle": (
                "Stretching or using the muscle",
                "stretching or using the muscle makes it worse",
            ),
            "moving_joint": ("Moving the joint", "moving the joint makes it worse"),
            "weight_bearing": ("Putting weight on the leg", "putting weight on the leg makes it worse"),
            "impact_running": ("Running or jumping", "running or jumping makes it worse"),
            "cough_strain": ("Coughing, sneezing or straining", "coughing, sneezing or straining makes it worse"),
            "first_steps_morning": (
                "The first steps in the morning or after rest",
                "the first steps after rest are worst",
            ),
            "rest_immobility": ("Resting or keeping still", "resting or keeping still makes it worse"),
            "none": ("None of these", "nothing on the list makes it worse"),
        },
        short="What makes it worse",
        asked_when=_in_pain,
        says_not="it is not so that {}",
    )
    relieving = Choices(
        "What eases it?",
        {
            "standing_still_rest": "Standing still",
            "sitting_down": "Sitting down",
            "bending_forward": "Bending forward",
            "leg_hanging_down": "Hanging the leg down",
            "leg_elevated": "Putting the leg up",
            "moving_about": "Moving about",
            "heat_or_massage": "Heat or massage",
            "cold_pack": "A cold pack",
            "simple_painkiller": "A simple painkiller",
            "nothing": "Nothing eases it",
            "none": "None of these",
        },
        short="What eases it",
        asked_when=_in_pain,
        says="{} eases it",
        says_not="{} does not ease it",
    )
    walk_distance_m = Integer(
        "How far can they walk before it starts?",
        minimum=0,
        maximum=20000,
        unit="metres",
        short="Walking distance before it starts",
        asked_when=lambda: has(pain.aggravating, "walking"),
        says="the distance walked before the pain starts is {}",
    )
    walk_relief = Choice(
        "If walking brings it on, how soon does it go after they stand still?",
        {
            "le_10": ("Within 10 minutes", "it goes within 10 minutes of standing still"),
            "gt_10": ("After more than 10 minutes", "it takes more than 10 minutes of standing still to go"),
            "not_relieved": ("It does not go", "it does not go on standing still"),
            "not_walking_related": ("Walking does not bring it on", "walking does not bring it on"),
        },
        short="How soon it goes after standing still",
        asked_when=_in_pain,
        says_not="it is not so that {}",
    )
    starts_at_rest = YesNo(
        "Does it ever start while they are standing still or sitting?",
        short="Starts while standing still or sitting",
        asked_when=lambda: has(pain.aggravating, "walking"),
        says="it also starts while standing still or sitting",
        says_not="it never starts while standing still or sitting",
    )
    nrs_now = Integer(
        "How bad is the pain right now?",
        minimum=0,
        maximum=10,
        short="Pain now (0 to 10)",
        help=RATING,
        asked_when=_in_pain,
        says="pain now was rated {} out of 10",
    )
    nrs_worst = Integer(
        "How bad was the pain at its worst in the last 7 days?",
        minimum=0,
        maximum=10,
        short="Worst pain in 7 days (0 to 10)",
        help=RATING,
        asked_when=_in_pain,
        says="the worst pain in 7 days was rated {} out of 10",
    )
    nrs_avg = Integer(
        "How bad was the pain on average in the last 7 days?",
        minimum=0,
        maximum=10,
        short="Average pain in 7 days (0 to 10)",
        help=RATING,
        asked_when=_in_pain,
        says="the average pain in 7 days was rated {} out of 10",
    )


class peg(Group):
    p, e, g = (
        scale_item(PEG, number, short, asked_when=_in_pain)
        for number, short in enumerate(("average pain", "enjoyment of life", "general activity"), 1)
    )


class slp(Group):
    nights_pain_disturbed = Integer(
        "In the last 7 days, on how many nights did pain stop them sleeping or wake them?",
        minimum=0,
        maximum=7,
        unit="nights",
        short="Nights disturbed by pain in 7 days",
        asked_when=_in_pain,
        says="pain disturbed sleep on {} in the last 7 days",
    )
    bother = Choice(
        "How much has poor sleep troubled them in the last 7 days?",
        {
            "not_at_all": "Not at all",
            "a_little": "A little",
            "somewhat": "Somewhat",
            "much": "Much",
            "very_much": "Very much",
        },
        short="Trouble from poor sleep",
        asked_when=_in_pain,
    )


class fn(Group):
    work = Choice(
        "What effect does it have on work or the usual role?",
        {
            "none": "None",
            "reduced": "Does less",
            "off_sick": "Off sick",
            "not_working_other": "Does not work for another reason",
        },
        short="Effect on work or usual role",
    )
    falls_12mo = Integer(
        "How many falls in the last 12 months?",
        minimum=0,
        maximum=99,
        unit="falls",
        short="Falls in the last 12 months",
        says="there were {} in the last 12 months",
    )


class act(Group):
    active_days = Integer(
        "On how many of the last 7 days were you active for 30 minutes or more, walking included?",
        minimum=0,
        maximum=7,
        short="Days active for 30 minutes or more, of the last 7",
        says="the number of the last 7 days with 30 minutes of activity is {}",
    )


peg_score = Score(
    "peg", "PEG", PEG, (peg.p, peg.e, peg.g), mean=True, skipped_counts_as_0=True, decimals=1, change=PEG_CHANGE
)
SCORES = (peg_score,)

average_pain = Rating("pain", "Average pain in 7 days", pain.nrs_avg, ("no pain", "worst imaginable"), Change())
RATINGS = (average_pain,)

SCORES = (peg_score,)

SECTIONS = (
    Section("location", "Where the pain is", (pain.present, pain.sites, pain.main_region, pain.other_regions)),
    Section(
        "time-course",
        "Since when, and how it started",
        (
            pain.duration_days,
            pain.onset_speed,
            pain.course,
            pain.timing,
            pain.night,
            pain.morning_stiffness_min,
            pain.mechanism,
            pain.injury_days_ago,
        ),
    ),
    Section(
        "quality",
        "What it is like",
        (
            pain.quality,
            pain.radiation,
            pain.aggravating,
            pain.relieving,
            pain.walk_distance_m,
            pain.walk_relief,
            pain.starts_at_rest,
        ),
    ),
    Section(
        "impact",
        "How strong it is, and what it stops",
        (
            pain.nrs_now,
            pain.nrs_worst,
            pain.nrs_avg,
            peg.p,
            peg.e,
            peg.g,
            slp.nights_pain_disturbed,
            slp.bother,
            fn.work,
            fn.falls_12mo,
            act.active_days,
        ),
        note=PEG.attribution,
    ),
)
