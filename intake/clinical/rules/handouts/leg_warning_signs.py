"""Leg pain: what needs help now, and what today."""

from .handout import Handout, Points, heading, paragraph, point, said

LEG_WARNING_SIGNS = Handout(
    "leg-warning-signs",
    version="1",
    title="Leg pain: signs that need help",
    goes_with=("S02",),
    blocks=(
        paragraph(
            said(
                "The first list is for now, the second for today. If you are not sure which fits, call {emergency_number}.",
                "TOOL",
            ),
            lead="What to do first.",
        ),
        heading("Call {emergency_number} now if"),
        Points(
            (
                point(
                    "your leg or foot turns cold, numb or hard to move, and its colour changes. It may look pale, grey, blue or blotchy. On brown or black skin, look at the nails and the sole.",
                    "ALI-RCEM",
                    "ALI-DEVON",
                ),
                point("you are short of breath, your chest hurts, you cough up blood or you faint.", "NG158"),
                point(
                    "after a knock, an operation or a cast, the pain keeps growing and is far worse than you would expect. The leg may feel tight. It may hurt a lot to move your toes.",
                    "BOAST10",
                    "COMP-INFO",
                ),
                point(
                    "a patch of skin gets very painful and spreads fast, or has blisters or dark areas while you feel ill.",
                    "NF-BMJBP",
                ),
                point(
                    "you have diabetes or poor blood flow, and your foot has a black patch, or a sore and you feel ill.",
                    "NG19",
                    "GVG2019",
                ),
                point("you feel very ill, shivery or muddled.", "NG253"),
                point("both legs turn weak, or your face, arm or speech changes too.", "NG127"),
            )
        ),
        heading("Call us today on {clinic_phone} if"),
        Points(
            (
                point(
                    "one leg is swollen, or one calf is sore and warm. Say if you are pregnant or had a baby in the last 6 weeks.",
                    "NG158",
                ),
                point(
                    "a warm, sore patch of skin is growing. It may look red, or darker than the skin around it.",
                    "NG141",
                    "K-INFECT",
                ),
                point(
                    "a joint is hot and swollen. If you also feel ill, if it is a replaced joint, or if your medicine lowers your defences, call {emergency_number}.",
                    "BSR2006",
                ),
                point("you have a fever and your leg, hip or bone hurts.", "K-INFECT"),
                point("your foot has a new sore or blister, and you have diabetes or poor blood flow.", "NG19"),
                point("one leg is newly weak.", "NG127"),
            )
        ),
        paragraph(said("If we are closed, go to an emergency department or an urgent care centre.", "TOOL")),
        paragraph(
            said(
                "Rest the leg. Do not rub a swollen calf. Loosen a tight bandage. Do not cut a cast yourself.",
                "K-TRAUMA",
                "COMP-INFO",
            ),
            lead="While you wait.",
        ),
        paragraph(said("Tell the staff which medicines you take, above all blood thinners.", "K-PHARM")),
        paragraph(said("Most leg pain is none of these. This page is so that you know when to call.", "TOOL")),
    ),
)
