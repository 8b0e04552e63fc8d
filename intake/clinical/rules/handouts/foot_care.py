"""Feet with diabetes, or with little feeling."""

from .handout import Handout, Points, heading, paragraph, point, said

FOOT_CARE = Handout(
    "foot-care",
    version="1",
    title="Looking after your feet",
    goes_with=("S05", "E04", "R14", "RF11", "RF11a", "RF11c"),
    blocks=(
        paragraph(said("For people with diabetes or with numb feet.", "TOOL")),
        paragraph(
            said(
                "If you find a new sore, blister or crack on your foot, or if your foot is hot or swollen, call us today on {clinic_phone}.",
                "NG19",
                "CHARCOT-AFP",
            ),
            said("Do this even if it does not hurt. A numb foot may not warn you.", "FOOT-NCA"),
            said("Keep your weight off it until it has been seen.", "K-GEN"),
            lead="What to do first.",
        ),
        paragraph(
            said(
                "the foot turns cold and changes colour, if a patch of skin turns black, or if you have a foot sore and feel ill, hot or shivery.",
                "NG19",
                "GVG2019",
                "ALI-DEVON",
            ),
            lead="Call {emergency_number} now if",
        ),
        heading("Every day"),
        Points(
            (
                point(
                    "Look at both feet: top, sole, heel and between the toes. Use a mirror, or ask someone to look.",
                    "FOOT-NCA",
                ),
                point("Feel for a spot that is hotter or colder than the rest.", "FOOT-NCA"),
                point(
                    "Wash your feet in warm water. Test it with your elbow first. Dry well between the toes.",
                    "FOOT-NCA",
                ),
                point("Rub cream into dry skin, but not between the toes.", "FOOT-NCA"),
                point("Put on clean socks. Light ones show up any blood or fluid.", "FOOT-NCA", "FOOT-HR"),
                point("Feel inside your shoes before you put them on. Tip out any small stone.", "FOOT-HR"),
            )
        ),
        heading("Take care"),
        Points(
            (
                point("Wear shoes that fit, with room for your toes.", "FOOT-NCA"),
                point("Do not walk with bare feet, not even at home.", "FOOT-HR", "K-GEN"),
                point("Keep your feet away from fires, heaters and hot water bottles.", "FOOT-HR"),
                point("Do not use corn plasters, and do not cut hard skin.", "FOOT-HR"),
                point("File your nails straight. If you cannot see or reach them well, ask a foot clinic.", "FOOT-HR"),
                point("Leave a blister closed and cover it.", "FOOT-HR"),
            )
        ),
        paragraph(
            said("Have your feet checked at least once a year. Go more often if you were told to.", "NG19"),
            lead="Check-ups.",
        ),
        paragraph(
            said(
                "Not smoking helps your blood flow. So does looking after your sugar and your blood pressure.",
                "NG19",
                "CG147",
            ),
            said("We can help with all of these. Just ask.", "TOOL"),
            lead="Also good for your feet.",
        ),
    ),
)
