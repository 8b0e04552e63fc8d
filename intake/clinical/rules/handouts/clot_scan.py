"""After a scan for a clot: the result, ticked by hand, and when to call."""

from .handout import Boxes, Handout, Points, blank, heading, paragraph, point, said

CLOT_SCAN = Handout(
    "after-a-clot-scan",
    version="1",
    title="After a scan for a blood clot in the leg",
    goes_with=("S04", "RF03", "RF03b", "RF03c", "RF03d"),
    blocks=(
        paragraph(
            said(
                "Call {emergency_number} now if you are short of breath, your chest hurts, you cough up blood or you faint.",
                "NG158",
            ),
            said(
                "If you take a blood thinner, also call if bleeding will not stop or if you hit your head hard.",
                "K-PHARM",
            ),
            lead="What to do first.",
        ),
        paragraph(
            said(
                "if the leg swells more, hurts more or gets warm. Call too if its colour changes, or if the other leg starts. If we are closed, go to an emergency department.",
                "NG158",
                "DVT-PCN",
            ),
            lead="Call us today on {clinic_phone}",
        ),
        heading("Your result", said("(we tick what fits you)", "TOOL")),
        Boxes(
            (
                paragraph(
                    said("A clot in your leg is not likely.", "DVT-PCN"),
                    said("We will look for another cause of your pain.", "NG158"),
                    lead="No clot was seen.",
                ),
                paragraph(
                    said("A small clot can be missed at first.", "K-GEN"),
                    said("The second scan is about a week later, most often after 6 to 8 days.", "DVT-PCN"),
                    blank("Date:"),
                    blank("Place:"),
                    said("Please go, even if the leg feels better.", "TOOL"),
                    lead="No clot was seen, and you need one more scan.",
                ),
                paragraph(
                    said("You will get a plan for your medicine before you leave.", "NG158"),
                    blank("The people to call are:", "TOOL"),
                    lead="A clot was found.",
                ),
            )
        ),
        paragraph(
            said("Some people get a blood thinner while they wait for a scan or a test.", "NG158"),
            said("Ask us before you leave: do I stop it, or go on with it? For how long?"),
            blank("Answer:", "TOOL"),
            said("Before you take a pain killer with it, ask a pharmacist. Some do not mix well.", "K-PHARM"),
            lead="Blood thinners.",
        ),
        heading("At home"),
        Points(
            (
                point("Keep moving. Short walks are good, if we did not tell you to rest.", "K-GEN"),
                point("Put the leg up when you sit for long.", "K-GEN"),
                point("Drink enough water.", "K-GEN"),
                point("Before a long trip, ask us.", "K-GEN"),
                point(
                    "Tell staff about this scan if you have an operation, a cast or a baby, or if you take the pill or hormones.",
                    "NG158",
                    "K-GEN",
                ),
            )
        ),
    ),
)
