"""History and medicines."""

from intake.clinical.language.kinds import Choice, Choices, Group, Text, YesNo, inside_sentence
from intake.clinical.language.sections import Section


def _told(name: str, *, private: bool = False, to_person: str = "") -> YesNo:
    """A condition the person has been told they have."""
    said = inside_sentence(name)
    return YesNo(
        name,
        says=f"{said} is reported",
        says_not=f"{said} is not reported",
        private=private,
        to_person=to_person,
    )


class hx(Group):
    diabetes = _told("Diabetes")
    pad = _told("Narrowed leg arteries (peripheral arterial disease)")
    cvd = _told("Heart disease or stroke")
    ckd = _told("Kidney disease")
    gout = _told("Gout")
    osteoarthritis = _told("Osteoarthritis (wear of a joint)")
    inflammatory_arthritis = _told("Inflammatory arthritis (such as rheumatoid or psoriatic)")
    osteoporosis = _told("Osteoporosis (thin bones)")
    fragility_fracture = _told("A bone broken by a minor fall")
    dvt_pe = _told("Blood clot in a leg or lung")
    immunosuppressed = _told("Weak immune system (by illness or medicine)")
    ivdu = _told(
        "Injecting drugs (now or in the past)",
        private=True,
        to_person="Do you inject drugs, or did you in the past?",
    )
    prosthetic_joint = _told("Joint replacement or metalwork in the painful place")
    b12_deficiency = _told("Vitamin B12 deficiency")
    hypothyroid = _told("Underactive thyroid")
    sickle_cell = _told("Sickle cell disease")
    bipolar = _told("Bipolar disorder")
    aaa = _told("Aneurysm (widened main artery)")
    cancer = Choice(
        "Cancer",
        {
            "none": ("Never", "no cancer is reported"),
            "past": ("In the past", "past cancer is reported"),
            "active": (
                "Now: under treatment, treated in the last 6 months, or not curable",
                "active cancer is reported",
            ),
        },
        says_not="it is not so that {}",
    )
    immobile_3d = YesNo(
        "In bed for 3 days or more recently",
        says="the person was recently in bed for 3 days or more",
        says_not="the person was not in bed for 3 days or more",
    )
    surgery_12wk = YesNo(
        "Major operation with an anaesthetic in the last 12 weeks",
        says="there was a major operation in the last 12 weeks",
        says_not="there was no major operation in the last 12 weeks",
    )
    leg_plaster = YesNo(
        "Leg in plaster or a brace recently",
        says="a leg was recently in plaster or a brace",
        says_not="no leg was recently in plaster or a brace",
    )
    leg_paralysis = YesNo(
        "A paralysed leg, or one that has been very weak for a long time",
        short="Leg paralysis or paresis",
        says="leg paralysis is reported",
        says_not="leg paralysis is not reported",
    )
    smoking = Choice(
        "Smoking",
        {
            "never": ("Never", "the person has never smoked"),
            "ex": ("In the past", "the person used to smoke"),
            "current": ("Now", "the person smokes"),
        },
        says_not="it is not so that {}",
    )
    investigations = Text("Tests already done", help="As told. The rules do not read it.")


class rx(Group):
    list_complete = YesNo(
        "Is the list of medicines complete?",
        help="Unless yes, a medicine that is not ticked counts as not known.",
    )
    current = Choices(
        "Which of these medicines does the person take now?",
        {
            "anticoagulant": ("Blood thinner (anticoagulant)", "a blood thinner (anticoagulant)"),
            "antiplatelet": "Aspirin or another antiplatelet",
            "statin": ("Statin", "a statin"),
            "nsaid": ("Anti-inflammatory painkiller (NSAID)", "an NSAID"),
            "opioid": ("Opioid, other than tramadol", "an opioid (other than tramadol)"),
            "tramadol": "Tramadol",
            "gabapentinoid": "Gabapentin or pregabalin",
            "benzodiazepine_z": ("Sleeping or calming tablet (benzodiazepine or Z-drug)", "a benzodiazepine or Z-drug"),
            "ssri": ("SSRI antidepressant", "an SSRI"),
            "snri": ("SNRI antidepressant", "an SNRI"),
            "tca": ("Tricyclic antidepressant", "a tricyclic antidepressant"),
            "maoi": ("MAOI antidepressant", "an MAOI"),
            "lithium": "Lithium",
            "linezolid": ("Linezolid (antibiotic)", "linezolid"),
            "antipsychotic": ("Antipsychotic", "an antipsychotic"),
            "corticosteroid_systemic": "Steroid tablets or injections",
            "bisphosphonate_ge3y": "Bone medicine for 3 years or more (bisphosphonate or denosumab)",
            "fluoroquinolone_recent": (
                "Fluoroquinolone antibiotic in the last 3 months",
                "a fluoroquinolone antibiotic in the last 3 months",
            ),
            "chemotherapy": "Chemotherapy",
            "oestrogen": "Oestrogen (pill, patch or HRT)",
            "metformin": "Metformin",
            "ppi_longterm": ("Long-term acid blocker (PPI)", "a long-term acid blocker (PPI)"),
            "diuretic": ("Water tablet (diuretic)", "a water tablet (diuretic)"),
            "urate_lowering": "Gout prevention (urate-lowering)",
            "triptan": ("Triptan for migraine", "a triptan"),
            "st_johns_wort": ("St John's wort", "St John's wort"),
            "none": ("None of these", "none of those listed"),
        },
        short="Current medicines",
        complete_when_yes=lambda: rx.list_complete,
        says="the medicines include {}",
        says_not="the medicines do not include {}",
    )
    treatments_tried = Text("Treatments already tried", help="As told. The rules do not read it.")


TOLD = (
    hx.diabetes,
    hx.pad,
    hx.cvd,
    hx.ckd,
    hx.gout,
    hx.osteoarthritis,
    hx.inflammatory_arthritis,
    hx.osteoporosis,
    hx.fragility_fracture,
    hx.dvt_pe,
    hx.immunosuppressed,
    hx.ivdu,
    hx.prosthetic_joint,
    hx.b12_deficiency,
    hx.hypothyroid,
    hx.sickle_cell,
    hx.bipolar,
    hx.aaa,
)
"""What the person may have been told they have, in the order of the page."""

AT_ONCE = tuple(question for question in TOLD if not question.private)
"""What may be answered "none of these" together. A private question is asked by itself, in private."""

SECTIONS = (
    Section(
        "history",
        "History",
        (
            *TOLD,
            hx.cancer,
            hx.immobile_3d,
            hx.surgery_12wk,
            hx.leg_plaster,
            hx.leg_paralysis,
            hx.smoking,
        ),
        intro="Has the person ever been told that they have, or had, any of these?",
        none_of_these=AT_ONCE,
    ),
    Section(
        "medicines",
        "Medicines and treatments",
        (rx.current, rx.list_complete, rx.treatments_tried, hx.investigations),
    ),
)
