"""Leg and body symptoms. Skin words are about warmth, firmness and change, so that they work on every skin colour."""

from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import has_number, is_, no, refused, sure_as_given, ticked
from intake.clinical.language.kinds import Choice, Choices, Group, YesNo
from intake.clinical.language.sections import Section

from .context import pt
from .pain import INJURIES, pain


def _medicines_may_react() -> Condition:
    from .history import MAY_REACT, rx
    from .mood import auditc_score

    return (
        ticked(rx.current, *MAY_REACT)
        | no(rx.list_complete)
        | refused(rx.list_complete)
        | sure_as_given(auditc_score >= 8)
    )


class sx(Group):
    swelling = Choices(
        "Is anything swollen?",
        {
            "calf": "Calf",
            "whole_leg": "Whole leg",
            "thigh": "Thigh",
            "ankle_foot": "Ankle and foot",
            "knee_joint": "Knee joint",
            "ankle_joint": "Ankle joint",
            "toe_joint": "Toe joint",
            "around_tendon_or_bursa": (
                "One spot around a tendon or beside a joint",
                "area around a tendon or beside a joint",
            ),
            "none": "None of these",
        },
        short="Swelling",
        says="there is swelling of the {}",
        says_not="there is no swelling of the {}",
    )
    new_change_14d = YesNo(
        "In the last 14 days: a new pain, or a clear change (much worse, spread, other leg, newly numb, weak, cold or "
        "swollen)?",
        short="New pain or clear change in the last 14 days",
        says="there was a new pain or a clear change in the last 14 days",
        says_not="there was no new pain or clear change in the last 14 days",
    )
    stroke_signs = YesNo(
        "Sudden weakness or numbness of face, arm or leg on one side, or sudden trouble speaking or seeing, now or in "
        "the last 7 days?",
        short="Sudden one-sided weakness or numbness, or trouble speaking or seeing",
        says="there was sudden weakness or numbness of one side, or sudden trouble speaking or seeing, in the last 7 days",
        says_not="there was no sudden weakness or numbness of one side, or trouble speaking or seeing",
    )
    belly_groin = Choices(
        "Is any of this new in the last 14 days?",
        {
            "new_abdominal_or_flank_pain": (
                "Pain in the belly, or in the side between ribs and hip",
                "belly or flank pain",
            ),
            "pulsating_lump": "A lump in the belly that beats like a pulse",
            "tender_groin_lump": "A tender lump in the groin",
            "testicle_pain": "Pain in a testicle",
            "vomiting": "Being sick (vomiting)",
            "vaginal_bleeding": "Bleeding from the vagina",
            "none": "None of these",
        },
        short="New in belly or groin in the last 14 days",
        private=True,
        says="in the last 14 days the person newly reports {}",
        says_not="in the last 14 days the person does not newly report {}",
    )
    swelling_side = Choice(
        "Is one leg swollen, or both?",
        {"one": "One leg", "both": "Both legs"},
        short="Side of the swelling",
        asked_when=lambda: has_number(sx.swelling, 1),
        says="the swelling is in {}",
        says_not="the swelling is not in {}",
    )
    skin = Choices(
        "Is the skin of the leg or foot different from usual?",
        {
            "red": ("Redder or darker than usual, and sore", "redder or darker than usual"),
            "warm": "Warmer than the other leg",
            "pale": ("Paler or greyer than usual", "paler or greyer than usual"),
            "mottled": ("Blotchy, like a net or marble", "blotchy"),
            "blue_dusky": ("Blue, purple or dusky", "blue, purple or dusky"),
            "spreading_redness": ("A hot or discoloured area that spreads", "discoloured in a hot area that spreads"),
            "blisters": ("Blisters", "blistered"),
            "black_tissue": ("Black, dead skin", "black and dead in places"),
            "ulcer": ("A sore that does not heal", "broken by a sore that does not heal"),
            "shiny_hairless": ("Shiny, with hair lost", "shiny, with hair lost"),
            "band_rash": (
                "A painful rash or small blisters in one strip, on one side",
                "marked by a painful rash or small blisters in one strip",
            ),
            "purple_spots": (
                "Spots that do not fade when pressed",
                "marked by spots that do not fade when pressed",
            ),
            "darker_or_purple_area": ("An area darker or more purple than before", "darker or more purple in one area"),
            "none": ("None of these", "as usual"),
        },
        short="Skin changes",
        help="Changes may be harder to see on brown or black skin: ask about warmth, firmness and change from the usual "
        "colour.",
        says="the skin is {}",
        says_not="the skin is not {}",
    )
    cold_leg = Choice(
        "Is a leg cold?",
        {
            "no": ("No", "neither leg is cold"),
            "one_leg_new": ("Yes, one leg, new in the last 14 days", "one leg is newly cold"),
            "both_new": ("Yes, both legs, new in the last 14 days", "both legs are newly cold"),
            "longstanding": ("Yes, for longer than 14 days", "the leg has been cold for longer than 14 days"),
        },
        short="Cold leg",
        says_not="it is not so that {}",
    )
    sensory = Choices(
        "Has feeling changed?",
        {
            "pins_needles": "Pins and needles",
            "numb_one_area": ("Numb in one area", "numbness in one area"),
            "numb_both_feet": ("Numb in both feet", "numbness in both feet"),
            "touch_hurts": ("Light touch hurts", "pain on light touch"),
            "saddle_numbness": (
                "Numbness or odd feeling between the legs, around the back passage or genitals",
                "numbness or odd feeling in the saddle area",
            ),
            "none": "None of these",
        },
        short="Change in feeling",
        says="the person reports {}",
        says_not="the person does not report {}",
    )
    weakness = Choice(
        "Is a leg weak?",
        {
            "none": ("No", "there is no weakness"),
            "pain_limited": ("Only because it hurts", "weakness is only because it hurts"),
            "stable_longstanding": ("Yes, for a long time, unchanged", "weakness is long-standing and unchanged"),
            "new_or_progressive": ("Yes, new or getting worse", "there is new or worsening weakness"),
        },
        short="Weakness",
        says_not="it is not so that {}",
    )
    weakness_side = Choice(
        "Is one leg weak, or both?",
        {"one": "One leg", "both": "Both legs"},
        short="Side of the weakness",
        asked_when=lambda: is_(sx.weakness, "pain_limited", "stable_longstanding", "new_or_progressive"),
        says="the weakness is in {}",
        says_not="the weakness is not in {}",
    )
    foot_drop = YesNo(
        "Does the foot drag or slap when walking?",
        short="Foot drags or slaps",
        says="the foot drags or slaps",
        says_not="the foot does not drag or slap",
    )
    unsteady_new = YesNo(
        "In the last 3 months: newly unsteady on the feet, or legs that will not do what you want (stiff, hard to lift or "
        "to control)?",
        short="Newly unsteady, or legs hard to control, in the last 3 months",
        help="Not the tired or heavy legs of the evening.",
        says="the person is newly unsteady or the legs are hard to control",
        says_not="the person is not newly unsteady",
    )
    bladder_bowel = Choices(
        "Is any of this new or changed in the last 3 months?",
        {
            "retention_or_hesitancy": ("Cannot pass water, or it is hard to start", "difficulty passing water"),
            "urinary_incontinence": "Leaking urine",
            "reduced_urine_sensation": (
                "Less feeling of a full bladder or of passing water",
                "less bladder feeling",
            ),
            "bowel_incontinence_or_loss": (
                "Leaking stool, or less feeling or control of the bowel",
                "loss of bowel feeling or control",
            ),
            "sexual_dysfunction": ("Change in sexual function or feeling", "a change in sexual function"),
            "none": "None of these",
        },
        short="Bladder, bowel or sexual function, new or changed",
        help="Only what is new or has changed counts.",
        private=True,
        says="in the last 3 months the person newly reports {}",
        says_not="in the last 3 months the person does not newly report {}",
    )
    bladder_bowel_since = Choice(
        "When did that begin or get worse?",
        {
            "within_14d": (
                "In the last 14 days, or it is getting worse now",
                "in the last 14 days, or is getting worse",
            ),
            "to_3_months": "15 days to 3 months ago",
            "longer_unchanged": ("Longer ago, and unchanged", "longer ago and is unchanged"),
        },
        short="Since when bladder, bowel or sexual function changed",
        private=True,
        asked_when=lambda: has_number(sx.bladder_bowel, 1),
        says="the change of bladder, bowel or sexual function began {}",
        says_not="it is not so that the change of bladder, bowel or sexual function began {}",
    )
    systemic = Choices(
        "Any of these?",
        {
            "fever": "Fever",
            "rigors": "Shaking chills",
            "unwell": "Feeling very unwell",
            "weight_loss": "Weight loss without trying",
            "night_sweats": "Drenching night sweats",
            "none": "None of these",
        },
        short="General symptoms",
        says="the person reports {}",
        says_not="the person does not report {}",
    )
    cardioresp = Choices(
        "Is any of this new in the last 7 days?",
        {
            "breathless_new": ("Short of breath", "shortness of breath"),
            "chest_pain": "Chest pain",
            "coughing_blood": "Coughing blood",
            "fainted": "Fainting",
            "none": "None of these",
        },
        short="New chest or breathing symptoms in the last 7 days",
        says="the person newly reports {}",
        says_not="the person does not newly report {}",
    )
    urine_dark = YesNo(
        "Is the urine dark brown or the colour of cola?",
        short="Dark brown or cola-coloured urine",
        says="the urine is dark brown or cola-coloured",
        says_not="the urine is not dark",
    )
    weight_bearing = Choice(
        "Standing and walking",
        {
            "full": ("As usual", "stands and walks as usual"),
            "painful": ("Possible, but it hurts", "stands and walks with pain"),
            "unable_4_steps": ("Cannot take 4 steps", "cannot take 4 steps"),
            "unable_at_all": ("Cannot stand on the leg at all", "cannot stand on the leg at all"),
        },
        says="the person {}",
        says_not="it is not so that the person {}",
    )
    limp = YesNo(
        "Does the child or young person limp, even a little or only at times?",
        short="Limp",
        to_person="Do you limp, even a little or only at times?",
        asked_when=lambda: pt.age_years < 18,
        says="there is a limp",
        says_not="there is no limp",
    )
    lump = Choice(
        "Is there a lump in the leg?",
        {
            "none": ("No", "there is no lump"),
            "stable": ("Yes, small and unchanged", "there is a small, unchanged lump"),
            "growing_or_gt5cm": (
                "Yes, growing or larger than 5 cm",
                "there is a lump that grows or is larger than 5 cm",
            ),
        },
        short="Lump in the leg",
        says_not="it is not so that {}",
    )
    joint = Choices(
        "Does a joint lock or give way?",
        {"locking": ("It locks", "locks"), "giving_way": ("It gives way", "gives way"), "none": "None of these"},
        short="Joint locks or gives way",
        says="a joint {}",
        says_not="no joint {}",
    )
    urge_to_move = YesNo(
        "An urge to move the legs, worse at rest or in the evening, eased by moving?",
        short="Urge to move the legs",
        says="there is an urge to move the legs that is worse at rest and eased by moving",
        says_not="there is no urge to move the legs",
    )
    night_cramps = YesNo(
        "Cramps at night?", short="Night cramps", says="there are night cramps", says_not="there are no night cramps"
    )
    out_of_proportion = YesNo(
        "Severe pain, far beyond what you would expect, and getting worse?",
        short="Severe pain beyond what would be expected, getting worse",
        says="the pain is far beyond what would be expected and getting worse",
        says_not="the pain is not beyond what would be expected",
    )
    deformity = YesNo(
        "Does the leg look bent, shortened or turned, newly?",
        short="Leg newly bent, shortened or turned",
        asked_when=lambda: is_(pain.mechanism, *INJURIES) | is_(sx.weight_bearing, "unable_4_steps", "unable_at_all"),
        says="the leg newly looks bent, shortened or turned",
        says_not="the leg does not newly look bent, shortened or turned",
    )
    toxic = Choices(
        "Is any of this new in the last 7 days?",
        {
            "shaking_or_twitching": "Shaking or twitching",
            "heavy_sweating": "Heavy sweating",
            "agitated": ("Restless or agitated", "being restless or agitated"),
            "diarrhoea": "Diarrhoea",
            "unsteady_or_slurred": ("Unsteady, or speech slurred", "being unsteady or slurred speech"),
            "very_sleepy": ("Very sleepy in the day", "being very sleepy in the day"),
            "stiff_or_rigid": ("Muscles stiff or rigid", "stiff or rigid muscles"),
            "none": "None of these",
        },
        short="Signs of a medicine reaction in the last 7 days",
        asked_when=_medicines_may_react,
        says="in the last 7 days the person newly reports {}",
        says_not="in the last 7 days the person does not newly report {}",
    )
    confusion_new = YesNo(
        "Newly confused or drowsy?",
        short="New confusion or drowsiness",
        says="the person is newly confused or drowsy",
        says_not="the person is not newly confused or drowsy",
    )


SECTIONS = (
    Section(
        "symptoms",
        "Leg and body symptoms",
        (
            sx.swelling,
            sx.new_change_14d,
            sx.stroke_signs,
            sx.belly_groin,
            sx.swelling_side,
            sx.skin,
            sx.cold_leg,
            sx.sensory,
            sx.weakness,
            sx.weakness_side,
            sx.foot_drop,
            sx.unsteady_new,
            sx.bladder_bowel,
            sx.bladder_bowel_since,
            sx.systemic,
            sx.cardioresp,
            sx.urine_dark,
            sx.weight_bearing,
            sx.limp,
            sx.lump,
            sx.joint,
            sx.urge_to_move,
            sx.night_cramps,
            sx.out_of_proportion,
            sx.deformity,
            sx.confusion_new,
        ),
    ),
)
