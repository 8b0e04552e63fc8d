"""Assessment steps: bedside tests. Source: rule book section G."""

from intake.clinical.language.conditions import at_least_of, has, is_, refused, yes
from intake.clinical.rules.facts import wells_not_valid
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import flag, flag_possible, pattern

from .step import Category, Step

BEDSIDE_TESTS = Category(
    "Bedside tests",
    (
        Step(
            "B01",
            "2 weeks",
            "Ankle-brachial pressure index both legs; if diabetes or kidney disease, toe pressure as vessels may not compress.",
            when=(
                pattern("VAS")
                | yes(hx.pad)
                | (
                    has(pain.aggravating, "walking")
                    & at_least_of(
                        2, yes(hx.diabetes), is_(hx.smoking, "current", "ex"), (pt.age_years >= 60), yes(hx.cvd)
                    )
                )
            )
            & ~flag_possible("RF01")
            & ~flag("RF11")
            & ~flag("RF03"),
            why="Questionnaires miss about half of PAD in general practice.",
            sources=("CG147", "BENDER2006", "BOYLAN2021"),
        ),
        Step(
            "B02",
            "same day",
            "Capillary blood glucose.",
            when=flag("RF05a") | flag("RF07") | flag("RF08") | flag("RF11") | flag("RF16"),
            why="Diabetes and infection.",
            sources=("K-GEN",),
            minor_ok=True,
        ),
        Step(
            "B03",
            "now",
            "Urine dipstick (blood without red cells suggests myoglobin).",
            when=yes(sx.urine_dark),
            why="Rhabdomyolysis.",
            sources=("EAS2015",),
            minor_ok=True,
        ),
        Step(
            "B04",
            "same day",
            "Complete the two-level Wells DVT score (only if not pregnant, not within 6 weeks of birth, and 18 or over).",
            when=flag_possible("RF03") & ~wells_not_valid,
            why="Pre-test probability.",
            sources=("NG158",),
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
            when=(phq9 >= 10) & (yes(hx.cvd) | has(rx.current, "tca", "antipsychotic")),
            why="QT risk.",
            sources=("MHRA-QT",),
        ),
    ),
)
