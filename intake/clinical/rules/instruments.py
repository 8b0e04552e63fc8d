"""Published instruments: their printed texts, bands, sources and licences.

Texts are verbatim and never translated by machine. Source: rule book sections A and B.
"""

from intake.clinical.language.instruments import Band, Instrument

HOW_OFTEN = ("Not at all", "Several days", "More than half the days", "Nearly every day")
SPITZER = (
    "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant "
    "from Pfizer Inc. No permission required to reproduce, translate, display or distribute."
)
TWO_WEEKS = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"

PHQ9 = Instrument(
    name="PHQ-9",
    stem=TWO_WEEKS,
    items=tuple(
        (text, HOW_OFTEN)
        for text in (
            "Little interest or pleasure in doing things",
            "Feeling down, depressed, or hopeless",
            "Trouble falling or staying asleep, or sleeping too much",
            "Feeling tired or having little energy",
            "Poor appetite or overeating",
            "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
            "Trouble concentrating on things, such as reading the newspaper or watching television",
            (
                "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety "
                "or restless that you have been moving around a lot more than usual"
            ),
            "Thoughts that you would be better off dead or of hurting yourself in some way",
        )
    ),
    attribution=SPITZER,
    recall="last 2 weeks",
    sources=("PHQ9-LIC", "PHQ9-TEXT", "K2001", "KS2002", "LEVIS2019", "ARROLL2010"),
    bands=(
        Band("minimal", 0, 4, "No depression-specific action suggested by the score alone."),
        Band("mild", 5, 9, "Watchful waiting; repeat PHQ-9 at follow-up."),
        Band(
            "moderate",
            10,
            14,
            "Assess; treatment plan to consider support, follow-up, psychological therapy and/or medicine.",
        ),
        Band(
            "moderately severe",
            15,
            19,
            "Active treatment with psychological therapy and/or medicine usually considered.",
        ),
        Band(
            "severe",
            20,
            27,
            "Prompt treatment; expedite specialist mental-health referral if severe impairment or poor response.",
        ),
    ),
)

PHQ9_DIFFICULTY = (
    (
        "If you checked off any problems, how difficult have these problems made it for you to do your work, take care "
        "of things at home, or get along with other people?"
    ),
    ("Not difficult at all", "Somewhat difficult", "Very difficult", "Extremely difficult"),
)

GAD7 = Instrument(
    name="GAD-7",
    stem=TWO_WEEKS,
    items=tuple(
        (text, HOW_OFTEN)
        for text in (
            "Feeling nervous, anxious or on edge",
            "Not being able to stop or control worrying",
            "Worrying too much about different things",
            "Trouble relaxing",
            "Being so restless that it is hard to sit still",
            "Becoming easily annoyed or irritable",
            "Feeling afraid as if something awful might happen",
        )
    ),
    attribution=SPITZER,
    recall="last 2 weeks",
    sources=("PHQ9-LIC", "PHQ9-TEXT", "GAD7"),
    bands=(Band("minimal", 0, 4), Band("mild", 5, 9), Band("moderate", 10, 14), Band("severe", 15, 21)),
    limit="A score is not a diagnosis.",
)

AUDITC = Instrument(
    name="AUDIT-C",
    stem="",
    items=(
        (
            "How often did you have a drink containing alcohol in the past year?",
            ("Never", "Monthly or less", "2 to 4 times a month", "2 to 3 times a week", "4 or more times a week"),
        ),
        (
            "How many drinks did you have on a typical day when you were drinking in the past year?",
            ("0, 1 or 2", "3 or 4", "5 or 6", "7, 8, or 9", "10 or more"),
        ),
        (
            "How often did you have 6 or more drinks on one occasion in the past year?",
            ("Never", "Less than monthly", "Monthly", "Weekly", "Daily or almost daily"),
        ),
    ),
    attribution="AUDIT-C (Bush and colleagues, 1998), available for use in the public domain.",
    recall="past year",
    sources=("AUDITC",),
    cut_offs=(3, 4),
    cut_offs_by="sex at birth",
    limit="4 or more counts as positive; 3 or more where sex recorded at birth is female or intersex, or not known.",
)

_INTERFERENCE = ("Does not interfere", "Completely interferes")
PEG = Instrument(
    name="PEG",
    stem="",
    items=(
        (
            "What number best describes your pain on average in the past week?",
            ("No pain", "Pain as bad as you can imagine"),
        ),
        (
            "What number best describes how, during the past week, pain has interfered with your enjoyment of life?",
            _INTERFERENCE,
        ),
        (
            "What number best describes how, during the past week, pain has interfered with your general activity?",
            _INTERFERENCE,
        ),
    ),
    attribution="PEG: Krebs EE and colleagues, 2009. Items derive from the Brief Pain Inventory.",
    recall="past week",
    sources=("KREBS2009", "REED2023"),
    bands=(Band("low", 0, 4), Band("moderate", 4, 7), Band("high", 7, 10)),
    band_note="bands are conventions, not validated",
    limit="The bands (below 4, 4 to below 7, 7 or more) are conventions, not validated PEG cut-offs.",
)

ASQ = Instrument(
    name="ASQ",
    stem="",
    items=tuple(
        (text, ())
        for text in (
            "In the past few weeks, have you wished you were dead?",
            "In the past few weeks, have you felt that you or your family would be better off if you were dead?",
            "In the past week, have you been having thoughts about killing yourself?",
            "Have you ever tried to kill yourself?",
            "Are you having thoughts of killing yourself right now?",
        )
    ),
    attribution="Ask Suicide-Screening Questions (ASQ), National Institute of Mental Health, in the public domain.",
    recall="past few weeks",
    sources=("ASQ", "NG225"),
    limit="Structures the conversation. It does not predict suicide and does not decide who gets care.",
)

INSTRUMENTS = (PHQ9, GAD7, AUDITC, PEG, ASQ)
