"""Assessment steps: bedside tests. Source: rule book section G."""

from intake.clinical.language.conditions import always, at_least_of, has, is_, refused, yes
from intake.clinical.rules.facts import ischaemic_rest_pain, wells_not_valid
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import flag, flag_pointed_to, pattern

from .step import Category, Step
from .unsafe import EMERGENCY_OF_THE_LEG

BEDSIDE_TESTS = Category(
    "Bedside tests",
    (
        Step(
            "B01",
            "2 weeks",
            "Ankle-brachial pressure index both legs; if diabetes or kidney disease, toe pressure as vessels may not compress.",
            when=pattern("VAS")
            | yes(hx.pad)
            | has(pain.aggravating, "walking")
            & at_least_of(2, yes(hx.diabetes), is_(hx.smoking, "current", "ex"), (pt.age_years >= 60), yes(hx.cvd)),
            settled_when=(ex.abpi_min <= 1.3) & ~(yes(hx.diabetes) | yes(hx.ckd)),
            not_with=flag_pointed_to("RF01") | flag("RF01", "RF01c", "RF11", "RF11a", "RF03", "RF03b"),
            why="Questionnaires miss about half of PAD in general practice.",
            sources=(
                "CG147",
                "BENDER2006",
                "BOYLAN2021",
            ),
            specific_to=("VAS",),
            specific_when=yes(hx.pad),
        ),
        Step(
            "B01b",
            "2 weeks",
            "The ABPI cannot be relied on here (above 1.3, or normal in diabetes or kidney disease with signs of poor supply): toe pressure or toe-brachial index.",
            when=(ex.abpi_min > 1.3)
            | (ex.abpi_min > 0.9)
            & (yes(hx.diabetes) | yes(hx.ckd))
            & (ischaemic_rest_pain | has(sx.skin, "ulcer") | is_(ex.pulses, "reduced", "absent")),
            why="A high ABPI hides arterial disease in diabetes and kidney disease.",
            sources=("CG147",),
            specific_when=always(),
        ),
        Step(
            "B02",
            "same day",
            "Capillary blood glucose.",
            when=flag("RF05a") | flag("RF07") | flag("RF08") | flag("RF11") | flag("RF16"),
            why="Diabetes and infection.",
            sources=("K-GEN",),
            minor_ok=True,
            lead=690,
        ),
        Step(
            "B03",
            "now",
            "Urine dipstick (blood without red cells suggests myoglobin).",
            when=yes(sx.urine_dark),
            why="Rhabdomyolysis.",
            sources=("EAS2015",),
            minor_ok=True,
            lead=180,
        ),
        Step(
            "B04",
            "same day",
            "Complete the two-level Wells DVT score (only if not pregnant, not within 6 weeks of birth, and 18 or over).",
            when=(flag_pointed_to("RF03") | flag("RF03b")) & ~wells_not_valid,
            settled_when=~(
                refused(ex.calf_diff_cm)
                | refused(ex.pitting_one_leg)
                | refused(ex.tender_deep_veins)
                | refused(ex.collateral_veins)
                | refused(ex.alt_dx_as_likely)
            ),
            not_with=EMERGENCY_OF_THE_LEG,
            why="Pre-test probability.",
            sources=("NG158",),
            lead=610,
        ),
        Step(
            "B05",
            "same day",
            "Pregnancy test before pelvic/hip X-ray or teratogenic medicine when pregnancy is possible.",
            when=is_(pt.sex, "female", "intersex")
            & (pt.age_years >= 12)
            & (pt.age_years <= 55)
            & refused(pt.pregnancy),
            why="Safety.",
            sources=("K-GEN",),
        ),
        Step(
            "B06",
            "2 weeks",
            "ECG before citalopram/escitalopram or a tricyclic if there is heart disease or a QT-prolonging medicine.",
            when=(phq9 >= 10) & (yes(hx.cvd) | has(rx.current, "tca", "antipsychotic")) & ~yes(hx.bipolar),
            why="QT risk.",
            sources=("MHRA-QT",),
            group="mood_plan",
        ),
    ),
)
