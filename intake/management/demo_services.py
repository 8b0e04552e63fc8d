"""Eight services that the demo's clinic refers to.

None of them exists; their numbers are of those kept for drama.
"""

from __future__ import annotations

from django.contrib.auth.models import User

from intake.actions.services import save_service
from intake.models import Service
from intake.models.referral_limits import Urgency
from intake.stored.services import service_values

NOW, SAME_DAY, TWO_WEEKS, ROUTINE = (str(urgency) for urgency in Urgency)

SERVICES = (
    Service(
        name="Riverside Emergency Department",
        kind="Emergency department",
        address="Riverside Hospital, 9 Invented Road, Nowhere",
        phone="0113 496 0801",
        steps=["R01", "R02", "R05", "R20", "R28"],
        urgencies=[NOW, SAME_DAY],
        wants="Call first, and say who took the call. Time of onset; anticoagulants; last meal.",
        limits="now: seen 0 days\nnow: report 2 working days",
    ),
    Service(
        name="Riverside Vascular Surgery",
        kind="Vascular surgery",
        address="Riverside Hospital, Clinic 4, 9 Invented Road, Nowhere",
        phone="0113 496 0802",
        email="vascular@riverside.example",
        steps=["R03", "R04", "R11", "R21", "R29"],
        urgencies=[SAME_DAY, TWO_WEEKS, ROUTINE],
        wants="Which leg; walking distance; pulses; ABPI if done; smoking; diabetes; antiplatelet and statin.",
        limits="routine: seen 42 days",
    ),
    Service(
        name="Spinal and MSK Triage",
        kind="Spinal and musculoskeletal triage",
        address="2 Invented Lane, Nowhere",
        phone="0113 496 0803",
        email="msk-triage@riverside.example",
        steps=["R05", "R05b", "R10", "R23"],
        urgencies=[NOW, SAME_DAY, TWO_WEEKS, ROUTINE],
        wants="Power, reflexes and feeling in both legs; bladder, bowel, saddle; what was tried, how long.",
    ),
    Service(
        name="Invented Street Physiotherapy",
        kind="Physiotherapy",
        address="1 Invented Street, Nowhere",
        phone="0113 496 0804",
        email="physio@riverside.example",
        steps=["R10", "R11"],
        urgencies=[TWO_WEEKS, ROUTINE],
        wants="What the person would like to be able to do again; PEG; work; what was tried.",
        limits="routine: taken 5 working days\nroutine: seen 35 days",
    ),
    Service(
        name="Community Mental Health Team, North",
        kind="Community mental health",
        address="14 Invented Square, Nowhere",
        phone="0113 496 0805",
        email="cmht-north@riverside.example",
        steps=["R07", "R08", "R08b", "R15", "R17"],
        urgencies=[SAME_DAY, TWO_WEEKS, ROUTINE],
        wants="PHQ-9 and GAD-7 with dates; item 9 in the person's own words; treatment so far; safety plan, if any.",
        limits="routine: seen 56 days",
    ),
    Service(
        name="Crisis Resolution and Home Treatment Team",
        kind="Crisis team",
        address="14 Invented Square, Nowhere",
        phone="0113 496 0806",
        steps=["R09"],
        urgencies=[NOW, SAME_DAY],
        wants="Call first. Who is with the person now; phone number; what was agreed until they come.",
        confidential=True,
    ),
    Service(
        name="Foot Protection and Podiatry",
        kind="Podiatry",
        address="3 Invented Court, Nowhere",
        phone="0113 496 0807",
        email="feet@riverside.example",
        steps=["R03", "R14"],
        urgencies=[SAME_DAY, TWO_WEEKS, ROUTINE],
        wants="Pulses and feeling of both feet; last HbA1c; a wound: since when, how large.",
        limits="two_weeks: seen 1 working day",
    ),
    Service(
        name="Riverside Pain Service",
        kind="Pain service",
        address="Riverside Hospital, Clinic 11, 9 Invented Road, Nowhere",
        phone="0113 496 0808",
        email="pain@riverside.example",
        steps=["R12"],
        urgencies=[ROUTINE],
        wants="How long; PEG; PHQ-9; medicines with doses, opioids above all; what was tried and how it went.",
        limits="routine: seen 126 days\nroutine: report 21 days",
    ),
)


def keep_services(administrator: User) -> dict[str, Service]:
    """By kind. Each is made anew from what stands above, so that two demos share no row."""
    made = (Service(**service_values(service)) for service in SERVICES)
    return {service.kind: save_service(actor=administrator, service=service) for service in made}
