"""Why pain and mood are looked at together, in words: association, and mechanisms that have been proposed for it.

Nothing here is a rule, and nothing speaks of cause in one person. The mechanisms are general knowledge, marked K, for a
clinical lead to check. Source: rule book sections F and C-01.
"""

from __future__ import annotations

from dataclasses import dataclass

from .sources import cited

TITLE = "Why pain and mood are looked at together"


@dataclass(frozen=True)
class Claim:
    """A statement, and what it rests on."""

    text: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        cited(*self.sources)


@dataclass(frozen=True)
class Passage:
    id: str
    title: str
    claims: tuple[Claim, ...]


PASSAGES = (
    Passage(
        "why-association",
        "Association, not cause",
        (
            Claim(
                "Pain and depression are associated, and shared mechanisms have been proposed for it.", ("BAIR2003",)
            ),
            Claim(
                "Moderate to severe pain that limits function goes with worse depression outcomes, and the other way round.",
                ("BAIR2003", "BAIR2008"),
            ),
            Claim(
                "What is found in groups does not show what happens in one person. Neither is said to cause the other in this person, and pain is never said to be only in the mind.",
                ("TOOL",),
            ),
            Claim(
                "The article this product was commissioned from calls depression and leg pain connected. The rules read that as association.",
                ("SEED", "TOOL"),
            ),
        ),
    ),
    Passage(
        "why-inflammation",
        "Proposed mechanism: shared inflammation",
        (
            Claim(
                "Messenger substances of inflammation can make the nerves that report pain more sensitive. They have also been linked with tiredness, poor sleep and low mood.",
                ("K-GEN", "K-PSYCH"),
            ),
            Claim("No question asks for it and no rule counts it: it is a reason to look at both, no more.", ("TOOL",)),
        ),
    ),
    Passage(
        "why-neurotransmitters",
        "Proposed mechanism: shared neurotransmitters",
        (
            Claim(
                "Serotonin and noradrenaline take part in mood, and in the pathways from brain to spinal cord that dampen pain (descending pain control).",
                ("K-NEURO", "K-PSYCH"),
            ),
            Claim(
                "Some antidepressants are used for nerve-type pain and for depression. The choice depends on age, overdose risk, liver, kidney, blood pressure and other medicines.",
                ("CG173", "DULOX", "NG222"),
            ),
            Claim("That a medicine helps does not show what brought the trouble about.", ("K-PSYCH",)),
        ),
    ),
    Passage(
        "why-load",
        "Proposed mechanism: psychosocial load",
        (
            Claim(
                "Stress, loss, worry about work or money, moving less and seeing people less may add to pain and to low mood alike, and both may add to them.",
                ("K-PSYCH", "K-MSK"),
            ),
            Claim(
                "Psychosocial stress and anxiety have been studied in people with musculoskeletal pain, with and without depression.",
                ("PMC2677657",),
            ),
            Claim(
                "In one study of people with pain, those with pain alone reported 18.1 disability days on average, and those with depression and anxiety as well 42.6.",
                ("BAIR2008",),
            ),
            Claim("Sleep predicts pain more strongly than pain predicts sleep.", ("FINAN2013",)),
            Claim("Poor sleep goes with depression, too, and can be treated.", ("K-SLEEP",)),
        ),
    ),
    Passage(
        "why-sensitisation",
        "Proposed mechanism: central sensitisation",
        (
            Claim(
                "When pain lasts, the nervous system may come to answer more strongly to the same signal, or to signals that did not hurt before. Poor sleep, stress and low mood may go with it.",
                ("K-NEURO",),
            ),
            Claim(
                "Widespread pain is asked for partly for this reason. It does not exclude another disease in the leg, and never lowers a red flag.",
                ("FM2016", "TOOL"),
            ),
        ),
    ),
    Passage(
        "why-practice",
        "What follows for an assessment",
        (
            Claim(
                "The SCAMP trial took people with back, hip or knee pain for 3 months or more and a PHQ-9 of 10 or more, and combined an antidepressant with pain self-management. That both improved is from knowledge, and still to be checked.",
                ("SCAMP",),
            ),
            Claim(
                "Answers on sleep, tiredness, appetite or concentration may be about pain. The score is not lowered for that; it is clarified at interview.",
                ("AAGAARD2023", "PMC2909700"),
            ),
            Claim(
                "In pooled samples of people with chronic pain about a quarter reported suicidal thoughts in the past 2 weeks: the questions are asked directly, whatever the totals.",
                ("KWON2023",),
            ),
            Claim(
                "With opioids the link with depression runs both ways, and its cause is not settled.", ("SCHERRER2024",)
            ),
        ),
    ),
)
