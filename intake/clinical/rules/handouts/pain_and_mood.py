"""What can help with pain and low mood together."""

from .handout import Handout, blank, paragraph, said

PAIN_AND_MOOD = Handout(
    "pain-and-low-mood",
    version="1",
    title="Pain and low mood together: what can help",
    goes_with=("CB01", "CB02", "CB03", "CB05", "CB07", "CB08", "R07", "R08"),
    blocks=(
        paragraph(
            said(
                "If pain or mood gets worse, call us on {clinic_phone}. If you think about ending your life, call {crisis_line}. If you might act on it, call {emergency_number}.",
                "NG225",
            ),
            lead="What to do first.",
        ),
        paragraph(
            said("Pain and low mood often come together. Each may affect the other.", "BAIR2003", "RECIP2011"),
            said("So we look at both.", "SCAMP"),
            said("Pick one thing to start with."),
        ),
        paragraph(
            said("Walking, yoga, tai chi and light weights can all lift mood.", "EXDEP2024"),
            said("Being active helps with many kinds of pain.", "NG193", "NG226"),
            said("Choose what you like."),
            lead="Move a bit, most days.",
        ),
        paragraph(
            said(
                "Stop before pain stops you. Do a little, rest, do a little more. Keep good days and bad days much the same.",
                "PACING",
            ),
            lead="Pace it.",
        ),
        paragraph(
            said("They may help pain and mood a little.", "MINDPAIN2017", "EXDEP2024", "NG59"),
            lead="Yoga and mindfulness.",
        ),
        paragraph(
            said("In through the nose, then out for longer. Try it for a few minutes.", "K-GEN"), lead="Breathe slowly."
        ),
        paragraph(
            said("Get up at the same time each day. Go to bed when you are sleepy.", "K-SLEEP"),
            said(
                "If sleep stays bad, ask about a sleep course. It can help sleep, mood and, a little, pain.", "CBTI2021"
            ),
            lead="Sleep.",
        ),
        paragraph(
            said("If you carry extra weight, losing some can ease sore hips and knees.", "NG226"),
            said("Eat meals you enjoy, at set times. Go easy on alcohol.", "K-GEN"),
            lead="Weight and food, if you wish.",
        ),
        paragraph(
            said("They can help you cope with pain and with low mood.", "NG193", "NG222"), lead="Talking treatments."
        ),
        paragraph(
            said("Some help mood, some help pain, a few may help both. None suits everyone.", "NG193", "DULOX"),
            said("Do not stop one all at once. Ask us first.", "NG222"),
            lead="Medicines.",
        ),
        paragraph(
            said("Tell someone you trust how you are. A group can help too.", "K-PSYCH"),
            said("Ask us about help with work, money or home.", "PMC2677657"),
            lead="People.",
        ),
        paragraph(
            said("If you start a mood medicine, we will see you in about 2 weeks or sooner.", "NG222"),
            blank("Our next talk:", "TOOL"),
            lead="Meet us again.",
        ),
    ),
)
