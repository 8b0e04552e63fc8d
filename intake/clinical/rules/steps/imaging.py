"""Assessment steps: imaging. Source: rule book section G."""

from intake.clinical.language.conditions import yes
from intake.clinical.rules.facts import back_to_leg_pain, clinical_osteoarthritis, inflammatory_joint, injury
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.raised import any_physical_flag, any_possible_physical, flag, pattern

from .step import Category, Due, Step

IMAGING = Category(
    "Imaging",
    (
        Step(
            "I01",
            "same day",
            "Proximal leg-vein ultrasound within 4 h if Wells is 'likely' (2 or more), if it is not valid, or if D-dimer is positive; if it cannot be had in 4 h, D-dimer, interim anticoagulation and a scan within 24 h.",
            when=flag("RF03"),
            why="Suspected DVT.",
            sources=("NG158",),
            minor_ok=True,
        ),
        Step(
            "I02",
            "same day",
            "X-ray of the injured region.",
            when=flag("RF09b"),
            why="Fracture.",
            sources=("OTTAWA", "NG38"),
            minor_ok=True,
        ),
        Step(
            "I03",
            "2 weeks",
            "X-ray of the painful bone, repeated or advanced imaging if pain persists with a normal film.",
            when=flag("RF10a", "RF10b", "RF10d") | (pattern("BON") & (pain.duration_days >= 42)),
            why="Bone tumour, stress fracture.",
            sources=("SRG", "NG12"),
        ),
        Step(
            "I04",
            "now",
            "Emergency MRI (lumbosacral for cauda equina; whole spine for suspected cord compression).",
            when=flag("RF02a") | flag("RF13a"),
            why="Time-critical.",
            sources=("CES-BMJBP", "NG234"),
            minor_ok=True,
        ),
        Step(
            "I05",
            "now",
            "Arterial imaging (duplex / CT angiogram) as directed by vascular team.",
            when=flag("RF01") | flag("RF11a"),
            why="Limb salvage.",
            sources=("GVG2019", "CG147"),
            minor_ok=True,
        ),
        Step(
            "I06",
            "routine",
            "Do not image routinely for uncomplicated sciatica in primary care.",
            when=back_to_leg_pain & ~any_physical_flag(1, 2) & ~any_possible_physical(1),
            why="Low value without red flags.",
            sources=("NG59",),
        ),
        Step(
            "I07",
            "same day",
            "MRI hip.",
            when=flag("RF09c"),
            why="X-ray can be normal early.",
            sources=("K-BONE",),
            minor_ok=True,
        ),
        Step(
            "I08",
            "2 weeks",
            "Full-length X-ray of both femurs.",
            when=flag("RF09d"),
            why="Atypical femoral fracture.",
            sources=("MHRA-BP",),
        ),
        Step(
            "I09",
            "2 weeks",
            "Ultrasound of the lump.",
            when=flag("RF10c"),
            why="Soft-tissue sarcoma.",
            sources=("SRG", "NG12"),
            minor_ok=True,
        ),
        Step(
            "I10",
            "routine",
            "DXA according to fracture risk.",
            when=yes(hx.fragility_fracture) | yes(hx.osteoporosis) | (flag("RF09a") & (pt.age_years >= 50)),
            why="Bone protection.",
            sources=("CG146",),
        ),
        Step(
            "I11",
            "routine",
            "Do not X-ray a typical osteoarthritis picture in a person aged 45 or over unless atypical.",
            when=clinical_osteoarthritis & ~injury & ~inflammatory_joint & ~any_physical_flag(1, 2, 3),
            why="Clinical diagnosis is enough.",
            sources=("NG226",),
        ),
        Step(
            "I12",
            "same day",
            "MRI spine with blood cultures in hospital.",
            when=flag("RF14"),
            why="Spinal infection.",
            sources=("IFOMPT",),
        ),
        Step(
            "I13",
            "same day",
            "Under 18: X-ray of the painful bone and full blood count within 48 hours.",
            when=flag("RF22b"),
            why="Bone sarcoma and leukaemia in young people.",
            sources=("NG12-CYP",),
            minor_ok=True,
            due=Due(0, 2),
        ),
    ),
)
