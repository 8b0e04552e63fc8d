"""Pain and mood together, as data: the combined presentations, and the matrix of pain burden and mood level.

The levels organise the report and the follow-up. They are a decision of this product, not validated, and never lower a
red flag. Source: rule book section F.
"""

from dataclasses import dataclass

from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import has, has_number, yes
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import mh, phq, phq9, phq_cogaff, phq_somatic
from intake.clinical.rules.questions.pain import pain, peg_score, slp
from intake.clinical.rules.questions.symptoms import sx

from .facts import altered_sensation, chronic, on_opioid, sleep_disturbed_twice, widespread_pain
from .mood_screen import mood_screen_is
from .raised import pattern
from .sources import cited


@dataclass(frozen=True, eq=False)
class CombinedRule:
    id: str
    title: str
    when: Condition
    why: str
    sources: tuple[str, ...]
    highlights: tuple[str, ...]
    """Steps that this rule moves to the front where their own rule raised them. It never raises a step itself."""

    def __post_init__(self) -> None:
        cited(*self.sources)


COMBINED_RULES: tuple[CombinedRule, ...] = (
    CombinedRule(
        "CB01",
        "Chronic leg pain with a positive depression screen",
        when=chronic & (phq9 >= 10),
        why="Same population as the SCAMP trial (back, hip or knee pain >=3 months and PHQ-9 >=10), where treating both together improved both. Assess and follow both problems in one plan.",
        sources=(
            "SCAMP",
            "BAIR2003",
            "CG91",
        ),
        highlights=(
            "M06",
            "M02",
            "R17",
            "F01",
        ),
    ),
    CombinedRule(
        "CB02",
        "High pain impact with a positive depression screen",
        when=(peg_score >= 7) & (phq9 >= 10),
        why="Moderate-to-severe, function-limiting pain goes with worse depression outcomes and vice versa.",
        sources=(
            "BAIR2003",
            "BAIR2008",
        ),
        highlights=(
            "R12",
            "M13",
            "F01",
        ),
    ),
    CombinedRule(
        "CB03",
        "Lasting pain that interferes, with a PHQ-9 of 5 to 9",
        when=chronic & (peg_score >= 4) & (phq9 >= 5) & (phq9 <= 9),
        why="Mild symptoms beside pain that has lasted 90 days or more: low-intensity support and pain self-management first; look at mood again.",
        sources=(
            "CG91",
            "NG193",
        ),
        highlights=("F02",),
    ),
    CombinedRule(
        "CB04",
        "Possible somatic overlap in the PHQ-9",
        when=(peg_score >= 4) & (phq_somatic >= 6) & (phq_cogaff <= 4) & (phq9 >= 10),
        why="Items 1,3,4,5,7,8 and 10 are often answered about pain, not mood, in high-impact chronic pain; items 2, 6 and 9 are not. Do NOT lower the score; clarify at interview.",
        sources=(
            "AAGAARD2023",
            "PMC2909700",
        ),
        highlights=(
            "M07",
            "M06",
        ),
    ),
    CombinedRule(
        "CB05",
        "Widespread pain with mood or sleep symptoms",
        when=widespread_pain & ((phq9 >= 5) | (slp.nights_pain_disturbed >= 3)),
        why="Consider fibromyalgia / chronic primary pain; a clinician applies the 2016 criteria, which do not exclude other disease.",
        sources=(
            "FM2016",
            "NG193",
        ),
        highlights=(
            "H18",
            "L03",
            "L04",
            "R10",
        ),
    ),
    CombinedRule(
        "CB06",
        "Sleep disturbed in both the pain and the mood answers",
        when=sleep_disturbed_twice,
        why="Sleep problems predict both pain and depression; treatable target.",
        sources=(
            "FINAN2013",
            "K-SLEEP",
        ),
        highlights=(
            "H06",
            "R15",
        ),
    ),
    CombinedRule(
        "CB07",
        "Nerve-type pain with a positive depression screen",
        when=pattern("NEU") & (phq9 >= 10),
        why="Some antidepressants (an SNRI, for example) are used for both; a tricyclic at pain doses is not treatment for depression and is dangerous in overdose. Choice depends on age, overdose risk, liver, kidney, blood pressure and other medicines.",
        sources=(
            "CG173",
            "DULOX",
            "NG222",
        ),
        highlights=(
            "T04",
            "H04",
            "L05",
            "L14",
        ),
    ),
    CombinedRule(
        "CB08",
        "Vascular-type pain or known PAD with a positive depression screen",
        when=(pattern("VAS") | yes(hx.pad)) & (phq9 >= 10),
        why="In a large study of veterans with PAD, depression went with more amputations and deaths. CG147 asks that people with PAD are told how to get help for depression.",
        sources=(
            "ARYA2018",
            "CG147",
        ),
        highlights=(
            "B01",
            "R11",
            "T09",
            "T10",
        ),
    ),
    CombinedRule(
        "CB09",
        "Opioid use with depressive symptoms",
        when=on_opioid & (phq9 >= 10),
        why="Depression raises the risk of long-term opioid use, misuse and overdose; long-term opioids are linked with new depression (which causes which is not settled).",
        sources=(
            "SCHERRER2024",
            "HALBERT2016",
            "CDC2022",
        ),
        highlights=(
            "T05",
            "H04",
            "M11",
        ),
    ),
    CombinedRule(
        "CB10",
        "Thoughts of death or self-harm with severe pain",
        when=(phq.q9 >= 1) & ((pain.nrs_worst >= 7) | (peg_score >= 7)),
        why="Pain is linked with suicidal thoughts and behaviour. No multiplier has been validated: act on RF17, and put pain relief into the safety plan.",
        sources=(
            "KWON2023",
            "TORINO2025",
            "NG225",
        ),
        highlights=(
            "M03",
            "M04",
            "R12",
        ),
    ),
    CombinedRule(
        "CB11",
        "Long-term condition with depressive symptoms and functional impairment",
        when=(
            yes(hx.diabetes)
            | yes(hx.pad)
            | yes(hx.cvd)
            | yes(hx.osteoarthritis)
            | yes(hx.inflammatory_arthritis)
            | yes(hx.ckd)
        )
        & (phq9 >= 10),
        why="Use the long-term-condition depression guideline; collaborative care where function is impaired.",
        sources=("CG91",),
        highlights=(
            "R17",
            "F01",
        ),
    ),
    CombinedRule(
        "CB12",
        "SSRI/SNRI with NSAID, antiplatelet or anticoagulant",
        when=has(rx.current, "ssri", "snri") & has(rx.current, "nsaid", "antiplatelet", "anticoagulant"),
        why="Added bleeding risk; consider gastro-protection or alternative.",
        sources=("CG91",),
        highlights=(
            "H04",
            "T03",
        ),
    ),
    CombinedRule(
        "CB13",
        "Serotonergic combination",
        when=has_number(
            rx.current,
            2,
            "ssri",
            "snri",
            "tca",
            "maoi",
            "other_antidepressant",
            "tramadol",
            "linezolid",
            "lithium",
            "triptan",
            "st_johns_wort",
        ),
        why="Serotonin-toxicity risk: ask about shaking, sweating, agitation and diarrhoea; urgent check if an MAOI or linezolid is one of them (RF32, RF37).",
        sources=(
            "DULOX",
            "K-PHARM",
        ),
        highlights=("H04",),
    ),
    CombinedRule(
        "CB14",
        "Restless-legs picture with antidepressant or low mood",
        when=yes(sx.urge_to_move)
        & (has(rx.current, "ssri", "snri", "tca", "antipsychotic", "other_antidepressant") | (phq9 >= 5)),
        why="Restless legs can mimic leg pain, disturb sleep and mood, and be worsened by many antidepressants.",
        sources=("K-RLS",),
        highlights=(
            "H15",
            "L13",
            "T11",
        ),
    ),
    CombinedRule(
        "CB15",
        "Symptoms suggestive of bipolar disorder",
        when=(has(mh.mania, "elevated_or_irritable") | yes(hx.bipolar)) & (phq9 >= 5),
        why="PHQ-9 cannot separate unipolar from bipolar depression; antidepressant alone may cause harm.",
        sources=("CG185",),
        highlights=(
            "M08",
            "R08b",
        ),
    ),
    CombinedRule(
        "CB16",
        "Something else may also affect mood",
        when=(phq9 >= 5)
        & (yes(mh.bereaved_2mo) | yes(mh.substance_change) | yes(mh.new_med_mood) | yes(hx.hypothyroid)),
        why="Screening scores are less reliable just after bereavement, with intoxication/withdrawal, new medicines (e.g. steroids) or thyroid disease.",
        sources=(
            "CG91",
            "NG222",
            "K-PSYCH",
        ),
        highlights=(
            "H08",
            "L03",
            "M06",
        ),
    ),
    CombinedRule(
        "CB17",
        "Pain without low mood",
        when=(phq9 <= 4) & (peg_score >= 4),
        why="Manage pain; re-screen if pain persists or function falls.",
        sources=("NG193",),
        highlights=("F08",),
    ),
    CombinedRule(
        "CB18",
        "Screen declined or incomplete",
        when=~mood_screen_is("complete"),
        why="A missing answer is not a negative answer.",
        sources=("TOOL",),
        highlights=(
            "M12",
            "F07",
        ),
    ),
    CombinedRule(
        "CB19",
        "Recent fluoroquinolone with nerve or mood symptoms",
        when=has(rx.current, "fluoroquinolone_recent") & ((phq9 >= 5) | altered_sensation | yes(mh.new_med_mood)),
        why="Fluoroquinolones can cause nerve, muscle and mood effects, suicidal thoughts among them.",
        sources=("MHRA-FQ",),
        highlights=(
            "H04",
            "M03",
        ),
    ),
)

PAIN_LIMITS = (4, 7)
"""PEG, or the average rating, from which pain burden is P2 and P3. P0 is 0, P1 above."""
MOOD_LIMITS = (5, 10, 16)
"""PHQ-9 totals from which the mood level is M1, M2 and M3."""

MATRIX = (
    ("C0", "C0", "C2", "C2"),
    ("C0", "C0", "C2", "C2"),
    ("C1", "C1", "C3", "C4"),
    ("C1", "C1", "C4", "C4"),
)
"""Combined level by pain burden P0 to P3 (row) and mood level M0 to M3 (column)."""

LEVELS = {
    "C0": ("Neither pain score nor mood score is high", "As usual."),
    "C1": ("Pain score higher than mood score", "Pain plan; ask about mood again."),
    "C2": ("Mood score higher than pain score", "Mood plan; pain is looked after as it is."),
    "C3": ("Pain and mood scores both moderate", "Joint plan; review in 2 to 4 weeks."),
    "C4": (
        "Pain and mood scores both raised, at least one of them high",
        "Joint plan with a named lead; consider collaborative care; review in 2 weeks.",
    ),
}
"""Each level in words, and the review it suggests."""

UNDECIDED = "Cannot be decided from the answers given"
NO_LEVEL = {
    "minor": "Not worked out under 18",
    "age_missing": "Not worked out while the age is missing",
    "age_not_exact": "Not worked out while the age is not known exactly enough",
}
"""What stands in the place of a level."""

CAUTION = (
    "Levels organise the report and the follow-up. They are expert judgement, not validated; none lowers a red flag. Pain "
    "and low mood occur together; neither is said to cause the other."
)
