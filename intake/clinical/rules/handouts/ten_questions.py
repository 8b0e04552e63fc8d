"""Questions that people ask about leg pain and low mood."""

from .handout import Handout, heading, paragraph, said

TEN_QUESTIONS = Handout(
    "ten-questions",
    version="1",
    title="Ten questions people ask about leg pain and low mood",
    goes_with=("CB01", "CB02", "CB03", "CB05"),
    pages=2,
    blocks=(
        paragraph(
            said(
                "For questions about your own care, call {clinic_phone}. If you think about ending your life, call {crisis_line}. In an emergency, call {emergency_number}.",
                "NG225",
            ),
            lead="What to do first.",
        ),
        heading("1. Are leg pain and low mood linked?"),
        paragraph(
            said("Yes. They come together more often than chance would explain.", "BAIR2003", "BAIR2008"),
            said(
                "That does not prove that one causes the other. Poor sleep, stress and the way the body handles pain may play a part in both.",
                "SCHERRER2024",
                "FINAN2013",
                "PMC2677657",
            ),
        ),
        heading("2. Can leg pain bring on low mood?"),
        paragraph(
            said("It may play a part. Pain can cost sleep, work and time with friends.", "K-PSYCH"),
            said(
                "In one study, when pain got worse, mood often got worse later. It went the other way too. That still does not tell us what came first for you.",
                "RECIP2011",
                "TOOL",
            ),
        ),
        heading("3. Which kinds of leg pain go with low mood?"),
        paragraph(
            said(
                "Any kind can. It has been seen with joint, back and nerve pain and with poor blood flow in the legs.",
                "BAIR2003",
                "BAIR2008",
                "ARYA2018",
                "K-NEURO",
            ),
            said(
                "The kind of pain does not tell us about your mood, and your mood does not tell us about the cause of the pain.",
                "TOOL",
            ),
        ),
        heading("4. How can I tell if my pain has to do with my mood?"),
        paragraph(
            said(
                "You cannot tell from the pain alone, and nor can we. So we ask about both and examine the leg. Low mood is no reason to skip the checks.",
                "CG91",
                "TOOL",
            )
        ),
        heading("5. What can I do myself?"),
        paragraph(
            said("Move a little each day and build up slowly.", "NG193", "PACING"),
            said("Walking, yoga and light weights can help mood.", "EXDEP2024"),
            said("Mindfulness may help a little with pain and mood.", "MINDPAIN2017"),
            said("Keep steady bed times.", "K-SLEEP"),
            said("See people you like.", "K-PSYCH"),
        ),
        heading("6. Is there one medicine for both?"),
        paragraph(
            said("Sometimes. Some mood medicines are also used for some kinds of long-term pain.", "NG193", "DULOX"),
            said(
                "They do not help everyone, and all can have side effects. We do not know just how they work. Low mood has not been shown to come from a lack of one brain chemical.",
                "SERO2022",
            ),
            said("Do not start, stop or share a medicine without advice.", "K-PHARM"),
        ),
        heading("7. Can it get better?"),
        paragraph(
            said(
                "For many people, yes, at least in part. In one trial, care for pain and mood together helped both.",
                "SCAMP",
            ),
            said(
                "It can take time, and you may need to try more than one thing. Some pain may stay. The aim is a life with more in it.",
                "NG193",
            ),
        ),
        heading("8. Do family and friends matter?"),
        paragraph(
            said("Yes. Support does not cure pain, but it makes hard days easier.", "K-PSYCH"),
            said(
                'You could say: "I do not need you to fix it. It helps if you listen." You can always ask to see us on your own.',
                "NG116",
            ),
        ),
        heading("9. Does exercise really help? What about TENS or acupuncture?"),
        paragraph(
            said("Exercise helps mood and many kinds of pain.", "EXDEP2024", "PADEP2023", "NG193", "NG226"),
            said("It may hurt a bit more at first.", "NG226"),
            said("A walking class helps many people whose legs hurt from poor blood flow.", "CG147"),
            said(
                "For TENS (small pulses through the skin) and acupuncture, UK advice depends on the kind of pain. TENS is not advised for osteoarthritis, for sciatica or for long-term pain with no clear cause.",
                "NG226",
                "NG59",
                "NG193",
            ),
            said(
                "Acupuncture may be tried for long-term pain with no clear cause. It is not advised for osteoarthritis or sciatica.",
                "NG193",
                "NG59",
                "NG226",
            ),
        ),
        heading("10. What should I do now?"),
        paragraph(
            said(
                "Tell us about both, the pain and the mood. Bring a list of your medicines. Ask what we think, what comes next and when we meet again.",
                "TOOL",
            ),
            said(
                "If your leg turns cold, swells or goes weak, or you cannot pee, do not wait. Use our pages on warning signs.",
                "ALI-RCEM",
                "NG158",
                "CES-CSP",
            ),
        ),
    ),
)
