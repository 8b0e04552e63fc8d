"""Assessment steps: laboratory tests. Source: rule book section G."""

from intake.clinical.language.conditions import always, has, is_, sure, yes
from intake.clinical.rules.facts import (
    adult,
    back_to_leg_pain,
    inflammatory_joint,
    injury,
    injury_within_10_days,
    recent_onset,
    stocking_sensation,
    swollen_joint,
    wells_not_valid,
    widespread_pain,
)
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import auditc_score, phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import flag, flag_pointed_to, pattern

from .step import Category, Due, Step
from .unsafe import EMERGENCY_OF_THE_LEG

LABORATORY = Category(
    "Laboratory tests",
    (
        Step(
            "L01",
            "2 weeks",
            "HbA1c.",
            when=pattern("NEU") & stocking_sensation | pattern("VAS") | yes(hx.diabetes),
            why="Undiagnosed or poorly controlled diabetes.",
            sources=(
                "CG173",
                "CG147",
            ),
            group="bloods",
        ),
        Step(
            "L02",
            "2 weeks",
            "Vitamin B12 (and folate).",
            when=pattern("NEU") & stocking_sensation | has(rx.current, "metformin", "ppi_longterm"),
            why="Reversible neuropathy and low mood.",
            sources=("NG239",),
            group="bloods",
        ),
        Step(
            "L03",
            "2 weeks",
            "TSH.",
            when=(phq9 >= 10) | widespread_pain | pattern("NEU") & stocking_sensation,
            why="Thyroid disease mimics both.",
            sources=("NG145",),
            group="bloods",
        ),
        Step(
            "L04",
            "2 weeks",
            "Full blood count.",
            when=(phq9 >= 10)
            | pattern("BON") & ~injury_within_10_days
            | widespread_pain
            | flag("RF10a", "RF10b", "RF10d"),
            why="Anaemia, blood cancer.",
            sources=("NG12",),
            group="bloods",
        ),
        Step(
            "L05",
            "2 weeks",
            "U&E and eGFR.",
            when=pattern("NEU") & (stocking_sensation | (phq9 >= 10))
            | pattern("VAS")
            | yes(sx.urine_dark)
            | yes(sx.night_cramps)
            | has(rx.current, "nsaid") & ((pt.age_years >= 65) | yes(hx.ckd) | has(rx.current, "diuretic"))
            | has(rx.current, "statin") & pattern("MUS"),
            why="Before NSAID, gabapentinoid or duloxetine; muscle injury.",
            sources=("DULOX",),
            group="bloods",
        ),
        Step(
            "L06",
            "2 weeks",
            "Creatine kinase.",
            when=has(rx.current, "statin") & pattern("MUS"),
            settled_when=flag("RF15a") | flag("RF15b") | yes(sx.urine_dark),
            why="Statin myopathy, rhabdomyolysis.",
            sources=(
                "EAS2015",
                "NG238",
            ),
            minor_ok=True,
            specific_when=always(),
        ),
        Step(
            "L06b",
            "same day",
            "Creatine kinase and kidney function today.",
            when=yes(sx.urine_dark) | flag("RF15b"),
            settled_when=flag("RF15a"),
            why="Dark urine or new weakness does not wait 2 weeks.",
            sources=(
                "EAS2015",
                "NG238",
            ),
            minor_ok=True,
            specific_when=always(),
        ),
        Step(
            "L07",
            "2 weeks",
            "ESR and CRP.",
            when=inflammatory_joint | flag("RF05a", "RF05b", "RF10a", "RF10b", "RF14") | widespread_pain,
            why="Inflammatory arthritis, infection, malignancy.",
            sources=(
                "NG100",
                "BSR2006",
            ),
            group="bloods",
        ),
        Step(
            "L08",
            "2 weeks",
            "Serum urate; if below 360 micromol/L during a flare, repeat at least 2 weeks after it has settled.",
            when=is_(pain.main_region, "big_toe")
            | yes(hx.gout)
            | swollen_joint & pattern("JNT") & recent_onset & ~injury,
            why="Gout.",
            sources=("NG219",),
            specific_when=always(),
        ),
        Step(
            "L09",
            "2 weeks",
            "Bone profile (calcium, phosphate, ALP) and vitamin D.",
            when=pattern("BON") & ~injury_within_10_days
            | yes(hx.osteoporosis)
            | yes(hx.fragility_fracture)
            | flag("RF10a", "RF10b", "RF10d"),
            why="Metabolic or malignant bone disease.",
            sources=("NG12",),
            group="bone",
            specific_to=("BON",),
        ),
        Step(
            "L10",
            "2 weeks",
            "Full blood count, calcium and plasma viscosity or ESR; if these or the picture suggest myeloma, protein electrophoresis and serum free light chains within 48 hours.",
            when=flag("RF10d") | flag("RF10a", "RF10b") & (pt.age_years >= 60),
            why="Persistent bone pain age 60+.",
            sources=("NG12",),
            lead=750,
            due=Due(2, 14),
        ),
        Step(
            "L11",
            "same day",
            "D-dimer if Wells 'unlikely' (1 or less); if 'likely', after a negative scan or when the scan cannot be had within 4 h; never in pregnancy.",
            when=(flag_pointed_to("RF03") | flag("RF03b")) & ~wells_not_valid,
            not_with=EMERGENCY_OF_THE_LEG,
            why="NICE sequence.",
            sources=("NG158",),
            lead=620,
        ),
        Step(
            "L12",
            "2 weeks",
            "Lipid profile.",
            when=pattern("VAS") | yes(hx.pad),
            why="Secondary prevention.",
            sources=(
                "CG147",
                "NG238",
            ),
            group="bloods",
        ),
        Step(
            "L13",
            "routine",
            "Ferritin and transferrin saturation.",
            when=yes(sx.urge_to_move),
            why="Treatable restless-legs cause.",
            sources=("K-RLS",),
            group="restless",
            specific_when=always(),
        ),
        Step(
            "L14",
            "2 weeks",
            "Liver function tests.",
            when=(auditc_score >= 8)
            | pattern("NEU")
            & (phq9 >= 10)
            & adult
            & ~flag("RF18c")
            & ~yes(hx.bipolar)
            & ~back_to_leg_pain
            & ~sure(has(rx.current, "maoi", "linezolid")),
            why="Before duloxetine; alcohol.",
            sources=("DULOX",),
            group="bloods",
        ),
        Step(
            "L15",
            "2 weeks",
            "Serum sodium.",
            when=has(rx.current, "ssri", "snri") & ((pt.age_years >= 65) | has(rx.current, "diuretic")),
            why="Antidepressant hyponatraemia.",
            sources=("K-PHARM",),
            group="bloods",
        ),
        Step(
            "L16",
            "2 weeks",
            "Rheumatoid factor and anti-CCP (do not delay referral).",
            when=inflammatory_joint,
            why="Suspected inflammatory arthritis.",
            sources=("NG100",),
            group="bloods",
            specific_to=("JNT",),
        ),
        Step(
            "L17",
            "now",
            "In hospital: joint aspiration (Gram stain, culture, crystals) and blood cultures before antibiotics.",
            when=flag("RF05a"),
            why="Septic arthritis; a prosthetic joint only by the orthopaedic team.",
            sources=("BSR2006",),
            minor_ok=True,
            lead=140,
        ),
        Step(
            "L17b",
            "same day",
            "Joint aspiration today (Gram stain, culture, crystals), before antibiotics; CRP and blood cultures if unwell.",
            when=flag("RF05b") & ~is_(pain.main_region, "big_toe"),
            settled_when=flag("RF05a"),
            why="A newly swollen joint can be infected without redness or fever; a prosthetic joint only by the orthopaedic team.",
            sources=(
                "BSR2006",
                "HOTJOINT-DARK",
            ),
            minor_ok=True,
            lead=290,
        ),
        Step(
            "L18",
            "now",
            "Lithium level at once, U&E and eGFR.",
            when=flag("RF38"),
            why="Kidney, NSAID and diuretic raise the level.",
            sources=(
                "HIGHLAND-LI",
                "LI-INTERACT",
            ),
            minor_ok=True,
            lead=30,
        ),
        Step(
            "L18b",
            "same day",
            "Lithium level 12 hours after the last dose, U&E and eGFR; ask about tremor, vomiting and unsteadiness.",
            when=flag("RF38b"),
            settled_when=flag("RF38") | flag("RF38c"),
            why="Kidney, NSAID and diuretic raise the level.",
            sources=("LI-INTERACT",),
            minor_ok=True,
            lead=580,
        ),
        Step(
            "L18c",
            "same day",
            "Lithium level, U&E and eGFR today.",
            when=flag("RF38c"),
            settled_when=flag("RF38"),
            why="Toxicity can begin with a tremor or sleepiness alone.",
            sources=(
                "HIGHLAND-LI",
                "LI-INTERACT",
            ),
            minor_ok=True,
            lead=440,
        ),
        Step(
            "L19",
            "now",
            "Creatine kinase, U&E, potassium, glucose, urine dipstick and ECG now.",
            when=flag("RF15a") | flag("RF02c"),
            why="Rhabdomyolysis can stop the kidneys and the heart; salt disturbance and muscle disease can weaken both legs.",
            sources=("EAS2015",),
            minor_ok=True,
            lead=170,
        ),
        Step(
            "L20",
            "same day",
            "Full blood count, clotting, U&E, urine dipstick and blood pressure today.",
            when=flag("RF16b"),
            why="Purpura: platelets, vasculitis with kidneys, meningococcal disease.",
            sources=(
                "K-INFECT",
                "K-GEN",
            ),
            minor_ok=True,
            lead=460,
        ),
        Step(
            "L21",
            "same day",
            "Measure the thigh or calf; haemoglobin, clotting or the level of the anticoagulant today.",
            when=flag("RF26"),
            why="A bleed into muscle or joint.",
            sources=("K-TRAUMA",),
            minor_ok=True,
            lead=470,
        ),
        Step(
            "L22",
            "same day",
            "ESR and CRP today; feel the temporal arteries, ask about sight, scalp and jaw; specialist advice before the result if sight is affected.",
            when=flag("RF33"),
            why="Giant cell arteritis can take the sight.",
            sources=("K-RHEUM",),
            lead=480,
        ),
        Step(
            "L23",
            "same day",
            "Blood pressure lying and standing, sodium, potassium and glucose today; sick-day steroid cover.",
            when=flag("RF44"),
            why="Adrenal crisis is easy to miss and easy to treat.",
            sources=("K-GEN",),
            minor_ok=True,
            lead=390,
        ),
    ),
)
