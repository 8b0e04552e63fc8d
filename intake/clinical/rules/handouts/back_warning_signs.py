"""Back and leg pain: the warning signs of pressed nerves low in the back."""

from .handout import Handout, Points, heading, paragraph, point, said

BACK_WARNING_SIGNS = Handout(
    "back-and-leg-warning-signs",
    version="1",
    title="Back and leg pain: signs that need help now",
    goes_with=("S01", "RF02a", "RF02b", "RF02c", "RF02d", "RF02e", "RF02f", "RF02g"),
    blocks=(
        paragraph(
            said(
                "If one of the signs below is new or getting worse, go to an emergency department now, or call {emergency_number}.",
                "CES-CSP",
                "GIRFT-CES",
            ),
            said("Do not wait for your next visit. Ask someone to drive you.", "TOOL"),
            lead="What to do first.",
        ),
        paragraph(
            said("Most people with back or leg pain never get these signs.", "CES-CARD"),
            said(
                "A few do, when the nerves low in the back are pressed. Quick care gives those nerves the best chance.",
                "CES-LEAFLET",
            ),
        ),
        heading("Signs to look out for"),
        Points(
            (
                point(
                    "It feels numb or odd between your legs, or around your bottom or private parts.",
                    "CES-CARD",
                    "CES-BMJBP",
                ),
                point("It feels different when you wipe.", "CES-CARD"),
                point("It is hard to start to pee, or hard to stop. Or you cannot pee at all.", "CES-CARD"),
                point("You cannot tell if your bladder is full. Or you cannot feel the pee come out.", "CES-CARD"),
                point("You leak pee or poo, and that is new.", "CES-CARD"),
                point(
                    "You have less feeling during sex. Or you cannot get an erection, and that is new.",
                    "CES-CARD",
                    "GIRFT-CES",
                ),
                point("Pain or tingling now goes down both legs.", "CES-CSP"),
                point("Both legs feel weak, or you walk in a new, unsteady way.", "CES-LEAFLET", "NG127"),
            )
        ),
        paragraph(said("You do not need to have them all. One is enough to get checked.", "CES-CARD")),
        paragraph(
            said(
                "get help now as well if a leg is newly weak or numb, or if new pain runs from your back into a leg.",
                "NG234",
            ),
            lead="If you have ever had cancer,",
        ),
        paragraph(
            said(
                '"I have back or leg pain. I was told to come at once if I had one of these signs." Show this page. Bring a list of your medicines.',
                "TOOL",
            ),
            lead="What to say.",
        ),
        paragraph(
            said(
                "Some medicines can also make it hard to pee. Please still get checked. Do not stop a medicine by yourself.",
                "K-PHARM",
            )
        ),
        paragraph(
            said(
                "but the pain is worse, or one leg is newly weak or one foot drags, call us today on {clinic_phone}.",
                "NG127",
                "TOOL",
            ),
            lead="If you have none of these signs,",
        ),
        paragraph(
            said(
                "It can feel hard to talk about your bladder, your bowels or sex. We ask everyone with back or leg pain, and you can ask to speak in private.",
                "TOOL",
            )
        ),
    ),
)
