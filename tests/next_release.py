"""What ``test_next_release.py`` does in two programs on one database: this one fills it, the next one opens it."""

from __future__ import annotations

import uuid
from io import StringIO
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

from intake.actions.intakes import complete_intake
from intake.clinical.rules.questions import CATALOGUE
from intake.models import Intake
from intake.stored.assessments import findings
from intake.views.desk.form_pages import SECTION
from tests import factories, sent_forms
from tests.views.at_the_desk import address, now, save, submit
from tests.views.pages import as_posted, words

GIVEN: dict[str, Any] = {
    "pt.age_years": 50,
    "pt.sex": "female",
    "pain.present": True,
    "pain.sites": ["knee_front_R"],
    "pain.mechanism": "twist_strain",
    "pain.injury_days_ago": 2,
    "sx.weight_bearing": "full",
    "pain.timing": ["evening", "constant"],
    "slp.bother": "much",
    "fn.work": "off_sick",
    "fn.falls_12mo": 70,
    "hx.investigations": "An X-ray",
    "rx.treatments_tried": "Ice and rest",
}


def fill() -> None:
    setup_test_environment()
    sent_forms.as_browsers_send_them()
    call_command("migrate", verbosity=0)
    people = factories.people()
    for family_name in ("Draft", "Submitted", "Signed"):
        intake = factories.draft(people.front_desk, GIVEN, family_name=family_name)
        if family_name == "Draft":
            continue
        submit(signed_in("front-desk"), intake)
        intake = now(intake)
        complete_intake(
            actor=people.clinician,
            intake=intake,
            revision=intake.revision,
            changes={"ex.knee_flex_90": False, "ex.bony_tender": ["none"]},
            token=uuid.uuid4(),
        )
        if family_name == "Signed":
            factories.sign(people.clinician, now(intake))


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def open_all() -> None:
    setup_test_environment()
    sent_forms.as_browsers_send_them()
    desk, clinician = signed_in("front-desk"), signed_in("clinician")
    draft, submitted, signed = (Intake.objects.get(patient__family_name=n) for n in ("Draft", "Submitted", "Signed"))

    # The draft: every page, every section saved as it is shown, and submitted.
    for page in ("", *SECTION, "check"):
        assert desk.get(address(draft, page)).status_code == 200, page
    assert desk.get(address(draft, "paper-form.pdf").removesuffix("/")).status_code == 200
    check = words(desk.get(address(draft, "check")))
    for told in (
        "When is it there?: In the evening",
        "How much has poor sleep troubled them?: Much",
        "How many falls in the last 12 months?: 70 falls",
        "hx.investigations: An X-ray",
        "Ice and rest",
    ):
        assert told in check, told
    for page in SECTION:
        assert save(desk, draft, page).status_code == 302, page
    kept = now(draft).answers
    assert kept["pain.timing"] == ["evening", "constant"]
    assert (kept["slp.bother"], kept["fn.falls_12mo"], kept["hx.investigations"]) == ("much", 70, "An X-ray")
    assert (kept["fn.work_effect"], "fn.work" in kept) == ("sick_leave", False)
    assert now(draft).case.answer(CATALOGUE.questions["pain.timing"]) == {"constant"}
    submit(desk, draft)

    # What was submitted: read as it was stored, and completed by the questions of today.
    for intake in (submitted, signed, draft):
        assert clinician.get(f"/review/{intake.pk}/").status_code == 200
        assert clinician.get(f"/review/{intake.pk}/1/summary.pdf").status_code == 200
    assert "Asked differently before" not in words(clinician.get(f"/review/{submitted.pk}/"))
    assert "hx.investigations: An X-ray" in words(clinician.get(f"/review/{draft.pk}/"))
    complete = clinician.get(f"/review/{submitted.pk}/complete/")
    assert complete.context["form"]["ex-knee_flex"].value() == "less"
    assert (
        clinician.post(f"/review/{submitted.pk}/complete/", as_posted(complete, **{"ex-hr": "70"})).status_code == 302
    )
    version = now(submitted).versions.get(number=3)
    assert (version.answers["ex.knee_flex"], "ex.knee_flex_90" in version.answers) == ("less", False)
    assert version.answers["fn.falls_12mo"] == 70
    before = now(submitted).versions.get(number=2)
    assert before.answers["ex.knee_flex_90"] is False
    assert _of_the_knee(version) == _of_the_knee(before) == "present"

    told = StringIO()
    call_command("replay", "--all-versions", stdout=told)
    assert "not readable 0." in told.getvalue()


def _of_the_knee(version: Any) -> str:
    """The flag of the Ottawa knee rule, which the knee that does not bend alone makes present."""
    return next(flag.status for flag in findings(version.assessment).whole().flags if flag.id == "RF09b")
