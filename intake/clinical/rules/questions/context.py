"""Who is answering, how, and who the person is."""

from intake.clinical.language.conditions import always, is_
from intake.clinical.language.kinds import CLINICIAN, Choice, Date, Decimal, EstimatedInteger, Group, Text, YesNo
from intake.clinical.language.sections import Section

PERINATAL = ("pregnant", "postnatal_le_6wk", "postnatal_7wk_12mo")
"""Pregnant, or within 12 months of a birth or a loss."""
PREGNANT_OR_RECENT_BIRTH = ("pregnant", "postnatal_le_6wk")
"""Pregnant, or within 6 weeks of it."""


class ctx(Group):
    encounter_date = Date("Date of this assessment", years_to_ask_back=1)
    respondent = Choice(
        "Who is answering?",
        {
            "self": "The person themselves",
            "proxy": "Somebody else for them",
            "clinician": "A clinician with the person",
        },
        help="PHQ-9, GAD-7, PEG and AUDIT-C are for the person's own answers. Answers by somebody else are shown, not scored.",
        says="the answers are by {}",
        says_not="the answers are not by {}",
    )
    mode = Choice(
        "How is the form being completed?",
        {"in_person": "In person", "remote_live": "By telephone or video", "unsupervised": "By the person alone"},
    )
    language = Text("Language of the assessment", stable_when=always)
    interpreter = Choice(
        "Interpreter",
        {"none": "None", "professional": "Professional interpreter", "family": "Family member or friend"},
        help="A professional interpreter is better than a family member, above all for the private questions.",
    )
    own_words = Text(
        "What brings you here today, in your own words?",
        short="In the person's own words",
        help="Write it down as it is said. No rule reads it.",
        longest=300,
    )
    hopes = Text("What would you most like help with?", short="Hopes for help with", longest=300)
    private = YesNo("Could the person answer in private?", by=CLINICIAN)
    can_decide = Choice(
        "Able to decide about their care?",
        {
            "yes": ("Yes", "the person is able to decide about their care"),
            "doubt": ("There is doubt", "there is doubt whether the person is able to decide about their care"),
        },
        short="Able to decide about care",
        by=CLINICIAN,
        says_not="it is not so that {}",
    )


class pt(Group):
    age_years = EstimatedInteger(
        "Age in completed years", minimum=0, maximum=120, unit="years", short="Age", says="the person is aged {}"
    )
    sex = Choice(
        "Sex recorded at birth",
        {"female": "Female", "male": "Male", "intersex": "Intersex"},
        says="sex recorded at birth is {}",
        says_not="sex recorded at birth is not {}",
    )
    pregnancy = Choice(
        "Pregnant, or given birth or lost a pregnancy in the last 12 months?",
        {
            "no": ("No", "“no”"),
            "pregnant": ("Pregnant", "“pregnant”"),
            "postnatal_le_6wk": (
                "Gave birth or lost a pregnancy in the last 6 weeks",
                "“gave birth or lost a pregnancy in the last 6 weeks”",
            ),
            "postnatal_7wk_12mo": (
                "Gave birth or lost a pregnancy 7 weeks to 12 months ago",
                "“gave birth or lost a pregnancy 7 weeks to 12 months ago”",
            ),
            "not_applicable": ("Does not apply", "“does not apply”"),
        },
        short="Pregnancy, birth or loss",
        private=True,
        asked_when=lambda: is_(pt.sex, "female", "intersex") & (pt.age_years >= 12) & (pt.age_years <= 55),
        says="on pregnancy, birth or loss the answer is {}",
        says_not="on pregnancy, birth or loss the answer is not {}",
    )
    height_cm = Decimal(
        "Height, if known",
        minimum=50,
        maximum=250,
        unit="cm",
        short="Height",
        stable_when=lambda: pt.age_years >= 18,  # children grow
    )
    weight_kg = Decimal("Weight, if the person wants to say", minimum=2, maximum=400, unit="kg", short="Weight")


SECTIONS = (
    Section(
        "context",
        "About this assessment",
        (
            ctx.encounter_date,
            ctx.respondent,
            ctx.mode,
            ctx.language,
            ctx.interpreter,
            ctx.own_words,
            ctx.hopes,
            ctx.private,
            ctx.can_decide,
            pt.age_years,
            pt.sex,
            pt.pregnancy,
            pt.height_cm,
            pt.weight_kg,
        ),
    ),
)
