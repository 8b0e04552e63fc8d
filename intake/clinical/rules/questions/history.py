"""History and medicines."""

from intake.clinical.language.conditions import always, is_
from intake.clinical.language.kinds import Choice, Choices, Group, Text, YesNo, inside_sentence
from intake.clinical.language.sections import Section

from .symptoms import sx


def _told(name: str, said: str = "", *, private: bool = False, to_person: str = "", lasting: bool = True) -> YesNo:
    """A condition the person has been told they have, and what a rule calls it, where its name explains itself.

    Args:
        lasting: the answer may be confirmed at the next intake. A private one is asked anew, alone.
    """
    said = said or inside_sentence(name)
    return YesNo(
        name,
        says=f"{said} is reported",
        says_not=f"{said} is not reported",
        private=private,
        to_person=to_person,
        stable_when=always if lasting and not private else None,
    )


class hx(Group):
    diabetes = _told("Diabetes")
    pad = _told("Narrowed leg arteries (peripheral arterial disease)", "peripheral arterial disease")
    cvd = _told("Heart disease or stroke")
    ckd = _told("Kidney disease")
    gout = _told("Gout")
    osteoarthritis = _told("Osteoarthritis (wear of a joint)", "osteoarthritis")
    inflammatory_arthritis = _told("Inflammatory arthritis (such as rheumatoid or psoriatic)", "inflammatory arthritis")
    osteoporosis = _told("Osteoporosis (thin bones)", "osteoporosis")
    fragility_fracture = _told("A bone broken by a minor fall")
    dvt_pe = _told("Blood clot in a leg or lung")
    immunosuppressed = _told("Weak immune system (by illness or medicine)", "a weak immune system")
    ivdu = _told(
        "Injecting drugs (now or in the past)",
        "injecting drugs, now or in the past,",
        private=True,
        to_person="Do you inject drugs, or did you in the past?",
    )
    # The painful place may be another one.
    prosthetic_joint = _told("Joint replacement or metalwork in the painful place", lasting=False)
    b12_deficiency = _told("Vitamin B12 deficiency")
    hypothyroid = _told("Underactive thyroid")
    sickle_cell = _told("Sickle cell disease")
    bipolar = _told("Bipolar disorder")
    af = _told("Irregular heartbeat (atrial fibrillation)", "atrial fibrillation")
    aaa = _told("Aneurysm (widened main artery)", "an aneurysm")
    cancer = Choice(
        "Cancer",
        {
            "none": ("Never", "no cancer is reported"),
            "past": (
                "In the past (not a skin cancer, other than melanoma, that was only cut out)",
                "past cancer is reported",
            ),
            "active": (
                "Now: under treatment, treated in the last 6 months, or not curable",
                "active cancer is reported",
            ),
        },
        says_not="it is not so that {}",
        stable_when=always,
    )
    # What happened "recently" or within 12 weeks is asked anew.
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
        stable_when=always,
    )
    smoking = Choice(
        "Smoking",
        {
            "never": ("Never", "the person has never smoked"),
            "ex": ("In the past", "the person used to smoke"),
            "current": ("Now", "the person smokes"),
        },
        says_not="it is not so that {}",
        stable_when=always,
    )
    investigations = Text("Tests already done", help="As told. The rules do not read it.")


SEROTONERGIC = (
    "ssri",
    "snri",
    "tca",
    "maoi",
    "other_antidepressant",
    "tramadol",
    "linezolid",
    "triptan",
    "st_johns_wort",
)
"""Medicines that raise serotonin."""
MAY_REACT = (*SEROTONERGIC, "opioid", "lithium", "gabapentinoid", "benzodiazepine_z", "antipsychotic")
"""Medicines that may do harm together, or where there is too much of them."""


class rx(Group):
    # The list of last time may be confirmed, but never that it is complete: that is asked anew, so that a medicine begun
    # since then counts as not known until somebody says today that there is none.
    list_complete = YesNo(
        "Is the list of medicines complete?",
        short="List of medicines complete",
        help="Unless yes, a medicine that is not ticked counts as not known.",
        says="the list of medicines is complete",
        says_not="the list of medicines is not complete",
    )
    current = Choices(
        "Which of these medicines does the person take now?",
        {
            "anticoagulant": ("Blood thinner (anticoagulant)", "an anticoagulant"),
            "antiplatelet": "Aspirin or another antiplatelet",
            "statin": ("Statin", "a statin"),
            "nsaid": ("Anti-inflammatory painkiller (NSAID)", "an NSAID"),
            "opioid": ("Opioid, other than tramadol", "an opioid"),
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
            "corticosteroid_systemic": (
                "Steroid tablets, now or stopped in the last 3 months",
                "steroid tablets, now or in the last 3 months",
            ),
            "bisphosphonate_ge3y": "Bone medicine for 3 years or more (bisphosphonate or denosumab)",
            "fluoroquinolone_recent": (
                "Fluoroquinolone antibiotic in the last 3 months",
                "a fluoroquinolone antibiotic in the last 3 months",
            ),
            "chemotherapy": "Chemotherapy",
            "oestrogen": "Oestrogen (pill, patch or HRT)",
            "metformin": "Metformin",
            "ppi_longterm": ("Long-term acid blocker (PPI)", "a long-term PPI"),
            "diuretic": ("Water tablet (diuretic)", "a diuretic"),
            "urate_lowering": "Gout prevention (urate-lowering)",
            "triptan": ("Triptan for migraine", "a triptan"),
            "st_johns_wort": ("St John's wort", "St John's wort"),
            "other_antidepressant": (
                "Another antidepressant (mirtazapine, trazodone, bupropion, vortioxetine)",
                "another antidepressant",
            ),
            "calcium_blocker": (
                "Calcium blocker for blood pressure (such as amlodipine)",
                "a calcium blocker",
            ),
            "none": ("None of these", "none of those listed"),
        },
        short="Current medicines",
        complete_when_yes=lambda: rx.list_complete,
        says="the medicines include {}",
        says_not="the medicines do not include {}",
        stable_when=always,
    )
    names = Text(
        "Names and doses, as on the box or the list",
        short="Medicines by name",
        help="As told. No rule reads it.",
        stable_when=always,
    )
    allergies = Choice(
        "Allergies to medicines",
        {"none_known": ("None known", "not known of"), "yes": ("Yes", "reported")},
        says="allergies to medicines are {}",
        says_not="allergies to medicines are not {}",
        stable_when=always,
    )
    allergy_text = Text(
        "To which, and what happened?",
        short="Allergic to which, and what happened",
        longest=300,
        asked_when=lambda: is_(rx.allergies, "yes"),
        stable_when=always,
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
    hx.af,
    hx.aaa,
)
"""What the person may have been told they have, in the order of the page."""

AT_ONCE = tuple(question for question in TOLD if not question.private)
"""What may be answered "none of these" together. A private question is asked by itself, in private."""

TRIED = (rx.treatments_tried, hx.investigations)
"""What was done about it before, which a letter of referral tells by itself."""

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
        (
            rx.current,
            rx.list_complete,
            sx.toxic,
            rx.names,
            rx.allergies,
            rx.allergy_text,
            rx.treatments_tried,
            hx.investigations,
        ),
    ),
)
