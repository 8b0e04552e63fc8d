"""Assessment steps: laboratory tests. Source: rule book section G."""

from intake.clinical.language.conditions import has, is_, yes
from intake.clinical.rules.facts import (
    inflammatory_joint,
    injury,
    injury_within_10_days,
    recent_onset,
    risky_alcohol,
    swollen_joint,
    wells_not_valid,
    widespread_pain,
)
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import flag, flag_possible, pattern

from .step import Category, Due, Step

LABORATORY = Category(
    "Laboratory tests",
    (
        Step(
            "L01",
            "2 weeks",
            "HbA1c.",
            when=pattern("NEU") | pattern("VAS") | yes(hx.diabetes),
            why="Undiagnosed or poorly controlled diabetes.",
            sources=("CG173", "CG147"),
        ),
        Step(
            "L02",
            "2 weeks",
            "Vitamin B12 (and folate).",
            when=pattern("NEU") | has(rx.current, "metformin", "ppi_longterm"),
            why="Reversible neuropathy and low mood.",
            sources=("NG239",),
        ),
        Step(
            "L03",
            "2 weeks",
            "TSH.",
            when=(phq9 >= 10) | widespread_pain | pattern("NEU"),
            why="Thyroid disease mimics both.",
            sources=("NG145",),
        ),
        Step(
            "L04",
            "2 weeks",
            "Full blood count.",
            when=(phq9 >= 10)
            | (pattern("BON") & ~injury_within_10_days)
            | widespread_pain
            | flag("RF10a", "RF10b", "RF10d"),
            why="Anaemia, blood cancer.",
            sources=("NG12",),
        ),
        Step(
            "L05",
            "2 weeks",
            "U&E and eGFR.",
            when=pattern("NEU") | pattern("VAS") | has(rx.current, "nsaid", "statin") | yes(sx.urine_dark),
            why="Before NSAID, gabapentinoid or duloxetine; muscle injury.",
            sources=("DULOX",),
        ),
        Step(
            "L06",
            "2 weeks",
            "Creatine kinase (same day if dark urine or weakness).",
            when=(has(rx.current, "statin") & pattern("MUS")) | yes(sx.urine_dark) | flag("RF15b"),
            why="Statin myopathy, rhabdomyolysis.",
            sources=("EAS2015", "NG238"),
            minor_ok=True,
        ),
        Step(
            "L07",
            "2 weeks",
            "ESR and CRP.",
            when=inflammatory_joint | flag("RF05a", "RF05b", "RF10a", "RF10b", "RF14") | widespread_pain,
            why="Inflammatory arthritis, infection, malignancy.",
            sources=("NG100", "BSR2006"),
        ),
        Step(
            "L08",
            "2 weeks",
            "Serum urate; if below 360 micromol/L during a flare, repeat at least 2 weeks after it has settled.",
            when=is_(pain.main_region, "big_toe")
            | yes(hx.gout)
            | (swollen_joint & pattern("JNT") & recent_onset & ~injury),
            why="Gout.",
            sources=("NG219",),
        ),
        Step(
            "L09",
            "2 weeks",
            "Bone profile (calcium, phosphate, ALP) and vitamin D.",
            when=(pattern("BON") & ~injury_within_10_days)
            | yes(hx.osteoporosis)
            | yes(hx.fragility_fracture)
            | flag("RF10a", "RF10b", "RF10d"),
            why="Metabolic or malignant bone disease.",
            sources=("NG12",),
        ),
        Step(
            "L10",
            "2 weeks",
            "Full blood count, calcium and plasma viscosity or ESR; if these or the picture suggest myeloma, protein electrophoresis and serum free light chains within 48 hours.",
            when=flag("RF10d") | (flag("RF10a", "RF10b") & (pt.age_years >= 60)),
            why="Persistent bone pain age 60+.",
            sources=("NG12",),
            due=Due(2, 14),
        ),
        Step(
            "L11",
            "same day",
            "D-dimer if Wells 'unlikely' (1 or less); if 'likely', after a negative scan or when the scan cannot be had within 4 h; never in pregnancy.",
            when=flag_possible("RF03") & ~wells_not_valid,
            why="NICE sequence.",
            sources=("NG158",),
        ),
        Step(
            "L12",
            "2 weeks",
            "Lipid profile.",
            when=pattern("VAS") | yes(hx.pad),
            why="Secondary prevention.",
            sources=("CG147", "NG238"),
        ),
        Step(
            "L13",
            "routine",
            "Ferritin and transferrin saturation.",
            when=yes(sx.urge_to_move),
            why="Treatable restless-legs cause.",
            sources=("K-RLS",),
        ),
        Step(
            "L14",
            "2 weeks",
            "Liver function tests.",
            when=risky_alcohol | (pattern("NEU") & (phq9 >= 10)),
            why="Before duloxetine; alcohol.",
            sources=("DULOX",),
        ),
        Step(
            "L15",
            "2 weeks",
            "Serum sodium.",
            when=has(rx.current, "ssri", "snri") & ((pt.age_years >= 65) | has(rx.current, "diuretic")),
            why="Antidepressant hyponatraemia.",
            sources=("K-PHARM",),
        ),
        Step(
            "L16",
            "2 weeks",
            "Rheumatoid factor and anti-CCP (do not delay referral).",
            when=inflammatory_joint,
            why="Suspected inflammatory arthritis.",
            sources=("NG100",),
        ),
        Step(
            "L17",
            "now",
            "In hospital: joint aspiration (Gram stain, culture, crystals) and blood cultures before antibiotics.",
            when=flag("RF05a") | (flag("RF05b") & ~is_(pain.main_region, "big_toe")),
            why="Septic arthritis; a prosthetic joint only by the orthopaedic team.",
            sources=("BSR2006",),
            minor_ok=True,
        ),
    ),
)
