"""Who to call when things feel too much, with room for a safety plan that is made together."""

from .handout import Handout, Numbered, blank, heading, paragraph, said

WHO_TO_CALL = Handout(
    "who-to-call",
    version="1",
    title="Who to call when things feel too much, and my safety plan",
    goes_with=("S03", "M04", "RF17a", "RF17b", "RF17c"),
    blocks=(
        paragraph(
            said(
                "call {emergency_number} now, or go to an emergency department. Let someone stay with you.",
                "NG225",
                "K-PSYCH",
            ),
            lead="If you might act on thoughts of ending your life, or you have hurt yourself:",
        ),
        paragraph(said("call {crisis_line}.", "TOOL"), lead="If you want to talk to someone now:"),
        paragraph(
            said("call us on {clinic_phone}. You do not need a reason that sounds good enough.", "TOOL"),
            lead="In our opening hours:",
        ),
        paragraph(
            said("Some people who live with pain have thoughts like these.", "KWON2023"),
            said("They can come and go. You do not have to sort this out alone.", "K-PSYCH"),
        ),
        heading("My safety plan"),
        paragraph(
            said(
                "We fill this in together. The words are yours. Start at the top and go down the list. You can go straight to the last lines at any time.",
                "SPI2012",
                "STANLEY2018",
            )
        ),
        Numbered(
            (
                paragraph(
                    said("How I know that things are getting hard: thoughts, moods, pain, places.", "SPI2012"),
                    blank(""),
                    lead="My warning signs.",
                ),
                paragraph(
                    said("What I can do by myself to get through the next hour.", "SPI2012"),
                    blank(""),
                    lead="My own ways of coping.",
                ),
                paragraph(
                    said("Where I can go, and who I can be with.", "SPI2012"),
                    blank(""),
                    lead="Places and people that take my mind off it.",
                ),
                paragraph(said("Name and number.", "SPI2012"), blank(""), lead="People I can ask for help."),
                paragraph(
                    said(
                        "Name and number. The crisis line is {crisis_line}. In an emergency, call {emergency_number}.",
                        "SPI2012",
                    ),
                    blank(""),
                    lead="Professionals I can call.",
                ),
                paragraph(
                    said(
                        "What I, or someone I trust, will put out of reach. This can mean spare medicines too.",
                        "SPI2012",
                    ),
                    blank(""),
                    lead="Making the place around me safer.",
                ),
            )
        ),
        paragraph(blank("Who has a copy:"), blank("When we talk next:", "STANLEY2018")),
        paragraph(
            said("Keep this plan where you can find it. Take a photo of it. Change it when things change.", "K-PSYCH"),
            said("We ask you who may see it.", "TOOL"),
            said("Pain and thoughts like these can come together, so tell us if your pain is bad.", "KWON2023"),
            lead="Good to know.",
        ),
    ),
)
