"""Safety alerts: raised the moment a draft holds the answers, never merged away, closed by a clinician alone."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.actions.alerts import acknowledge_alerts, note_mailed
from intake.actions.intakes import complete_intake, reopen_intake, save_draft, submit_intake
from intake.actions.patients import correct_patient
from intake.clinical.rules.alert_kinds import ALERT_KINDS, EXAMINED
from intake.models import Alert, AuditEvent, ClinicProfile, Intake
from tests import factories
from tests.factories import People

SPOKE, STAYED = factories.FITTING[:2]
VOICES = {"mh.psychosis": ["voices"], "phq.q9": 1}


def saved(people: People, *saves: dict[str, Any]) -> Intake:
    """A draft saved so often, each time with these changes."""
    draft = factories.draft(people.front_desk, {})
    for changes in saves:
        draft = save(people, draft, changes)
    return draft


def save(people: People, draft: Intake, changes: dict[str, Any]) -> Intake:
    return save_draft(actor=people.front_desk, intake=draft, revision=draft.revision, changes=changes, malformed={})


def told(intake: Intake, flag: str) -> list[str]:
    """Of each alert of this flag, in order: open, lapsed (and open), settled or acknowledged."""
    return [_state(alert) for alert in intake.alerts.filter(flag=flag)]


def _state(alert: Alert) -> str:
    closed = "settled" if alert.settled_at else "acknowledged" if alert.acknowledged_at else ""
    return " ".join(filter(None, [closed, "lapsed" if alert.lapsed_at else ""])) or "open"


def acknowledge(people: People, intake: Intake, *alerts: Alert, outcome: str = SPOKE, words: str = "") -> Any:
    ids = [alert.pk for alert in alerts or intake.alerts.all()]
    return acknowledge_alerts(actor=people.clinician, intake=intake, alert_ids=ids, outcome=outcome, words=words)


@pytest.mark.parametrize(
    ("case", "saves", "flag", "states"),
    [
        ("one answer and nothing else", [{"phq.q9": 1}], "RF17a", ["open"]),
        ("an answer that makes nothing", [{"phq.q9": 0}], "RF17a", []),
        ("not answered, no sign of low mood", [{"phq.q9": "declined"}], "RF17c", []),
        ("the same saved again", [{"phq.q9": 1}, {"phq.q9": 1}], "RF17a", ["open"]),
        ("another section saved", [{"phq.q9": 1}, {"pain.present": True}], "RF17a", ["open"]),
        ("a further answer", [{"phq.q9": 1}, {"asq.q4": True}], "RF17a", ["open", "open"]),
        ("another answer to the same question", [{"phq.q9": 1}, {"phq.q9": 2}], "RF17a", ["open", "open"]),
        ("a further option", [VOICES, {"mh.psychosis": ["voices", "other"]}], "RF18b", ["open", "open"]),
        ("one option fewer", [{**VOICES, "mh.psychosis": ["voices", "other"]}, VOICES], "RF18b", ["open"]),
        ("one answer fewer", [{"phq.q9": 1, "asq.q4": True}, {"asq.q4": None}], "RF17a", ["open"]),
        ("back to the first answer", [{"phq.q9": 1}, {"phq.q9": 2}, {"phq.q9": 1}], "RF17a", ["open", "open"]),
        ("taken back", [{"phq.q9": 1}, {"phq.q9": 0}], "RF17a", ["lapsed"]),
        ("cleared", [{"phq.q9": 1}, {"phq.q9": None}], "RF17a", ["lapsed"]),
        ("taken back and given again", [{"phq.q9": 1}, {"phq.q9": 0}, {"phq.q9": 1}], "RF17a", ["lapsed", "open"]),
        ("the missing answer comes", [{"phq.q1": 2}, {"phq.q9": 0}], "RF17c", ["settled"]),
        ("the missing answer is declined", [{"phq.q1": 2}, {"phq.q9": "declined"}], "RF17c", ["open"]),
        ("low mood taken back, item 9 still missing", [{"phq.q1": 2}, {"phq.q1": 0}], "RF17c", ["lapsed"]),
        ("settled, then missing again", [{"phq.q1": 2}, {"phq.q9": 0}, {"phq.q9": None}], "RF17c", ["settled", "open"]),
        (
            "the PHQ-9 in its order: one question is missing, so one alert",
            [{f"phq.q{number}": 2} for number in range(1, 9)],
            "RF17c",
            ["open"],
        ),
        (
            "item 9 reported: the questions after it are missing now",
            [{"phq.q1": 2}, {"phq.q9": 1}],
            "RF17c",
            ["open", "open"],
        ),
        ("an emergency of the body", [{"sx.stroke_signs": True}], "RF30", ["open"]),
        (
            "an emergency of the body taken back",
            [{"sx.stroke_signs": True}, {"sx.stroke_signs": False}],
            "RF30",
            ["lapsed"],
        ),
        ("an emergency that is only possible", [{"sx.stroke_signs": "unknown"}], "RF30", []),
        ("tier 2 alone", [{"mh.psychosis": ["voices"]}], "RF18a", []),
        ("by proxy", [{"ctx.respondent": "proxy"}, {"phq.q9": 1}], "RF17a", ["open"]),
    ],
)
def test_when_an_alert_is_raised(
    case: str, saves: list[dict[str, Any]], flag: str, states: list[str], people: People
) -> None:
    assert told(saved(people, *saves), flag) == states


def test_a_minors_answers_raise_it_too(people: People) -> None:
    assert told(factories.draft(people.front_desk, {"pt.age_years": 15, "phq.q9": 1}), "RF17a") == ["open"]


def test_it_says_what_made_it_and_whose_saving(people: People) -> None:
    alert = saved(people, {"phq.q9": 1}).alerts.get(flag="RF17a")
    assert (alert.tier, alert.raised_by) == (2, people.front_desk)
    assert alert.title.startswith("Suicide-safety question answered yes")
    assert [(line["question"], line["said"], line["answer"]) for line in alert.because] == [
        ("phq.q9", "Several days (1)", 1)
    ]
    assert str(alert) == f"Alert {alert.pk}"


def test_an_acknowledged_alert_does_not_swallow_the_next(people: People) -> None:
    draft = saved(people, {"phq.q9": 1})
    acknowledge(people, draft)
    draft = save(people, draft, {"phq.q9": 3})
    assert told(draft, "RF17a") == ["acknowledged", "open"]
    draft = save(people, draft, {"phq.q9": 0})
    assert told(draft, "RF17a") == ["acknowledged lapsed", "lapsed"]
    assert told(save(people, draft, {"phq.q9": 1}), "RF17a") == ["acknowledged lapsed", "lapsed", "open"]


def test_what_was_acknowledged_is_not_settled_as_well(people: People) -> None:
    draft = saved(people, {"phq.q1": 2})
    acknowledge(people, draft)
    assert told(save(people, draft, {"phq.q9": 0}), "RF17c") == ["acknowledged lapsed"]


def test_submitting_raises_nothing_that_saving_raised(people: People) -> None:
    draft = saved(people, {"phq.q9": 1})
    before = list(draft.alerts.values())
    submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    assert list(draft.alerts.values()) == before


def test_what_a_clinician_adds_raises_one_too(people: People) -> None:
    intake = factories.submitted(people.front_desk, "V11")
    complete_intake(
        actor=people.clinician,
        intake=intake,
        revision=intake.revision,
        changes={"mh.plan": True},
        token=uuid.uuid4(),
    )
    alert = intake.alerts.get(flag="RF17b")
    assert alert.raised_by == people.clinician


def test_a_reopened_intake_goes_on_where_it_was(people: People) -> None:
    intake = reopen_intake(actor=people.front_desk, intake=factories.submitted(people.front_desk, {"phq.q9": 1}))
    assert told(save(people, intake, {"pain.present": True}), "RF17a") == ["open"]
    assert told(save(people, Intake.objects.get(pk=intake.pk), {"phq.q9": 2}), "RF17a") == ["open", "open"]


AGE_DECIDES = {
    "pain.present": True,
    "pain.sites": ["low_back"],
    "pain.duration_days": 1,
    "sx.belly_groin": ["new_abdominal_or_flank_pain"],
}
"""What is urgent from 60 years on."""


def test_a_corrected_birth_date_counts_at_once(people: People) -> None:
    draft = factories.draft(people.front_desk, AGE_DECIDES | {"pt.age_years": 30})
    before = {alert.flag for alert in draft.alerts.all()}
    draft.patient.date_of_birth = datetime.date(timezone.localdate().year - 80, 1, 1)
    correct_patient(actor=people.front_desk, patient=draft.patient)
    draft = Intake.objects.get(pk=draft.pk)
    assert {alert.flag for alert in draft.alerts.all()} - before == {"RF31a"}
    assert draft.call == Intake.Call.EMERGENCY


@pytest.mark.parametrize("answers", [{"pain.present": True}, VOICES | {"sx.stroke_signs": True}])
def test_a_save_costs_the_same_however_many_alerts_there_are(answers: dict[str, Any], people: People) -> None:
    """One to look; one to raise all that is new, or one to mark all that has gone."""

    def queries(draft: Intake, changes: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            save(people, draft, changes)
        return len([query for query in captured if "intake_alert" in query["sql"]])

    many = saved(people, *({"phq.q9": 1 + number % 3} for number in range(6)))
    few = saved(people)
    raised = bool(set(answers) - {"pain.present"})
    assert queries(few, answers) == queries(many, answers) == 1 + raised
    gone = dict.fromkeys(answers) | {"phq.q9": None}
    assert queries(Intake.objects.get(pk=many.pk), gone) == 2


# Acknowledging --------------------------------------------------------------------------------------------------------


def test_who_when_and_what_was_done_are_kept(people: People) -> None:
    draft = saved(people, {"phq.q9": 1})
    result = acknowledge(people, draft, outcome=STAYED, words="Her sister is with her.")
    assert (result.now, result.before) == (2, [])
    for alert in draft.alerts.all():
        assert (alert.acknowledged_by, alert.outcome, alert.words) == (
            people.clinician,
            STAYED,
            "Her sister is with her.",
        )
        assert timezone.now() - alert.acknowledged_at < datetime.timedelta(minutes=1)  # type: ignore[operator]
    assert AuditEvent.objects.filter(action="acknowledge").count() == 1


def test_only_what_was_shown_is_acknowledged(people: People) -> None:
    draft = saved(people, {"phq.q9": 1})
    shown = draft.alerts.get(flag="RF17a")
    acknowledge(people, draft, shown)
    assert told(draft, "RF17a") == ["acknowledged"]
    assert told(draft, "RF17c") == ["open"]


def test_what_somebody_else_acknowledged_stays_theirs(people: People) -> None:
    draft = saved(people, {"phq.q9": 1})
    acknowledge(people, draft, draft.alerts.get(flag="RF17a"), outcome=STAYED, words="mine")
    second = acknowledge_alerts(
        actor=people.clinical_lead,
        intake=draft,
        alert_ids=[alert.pk for alert in draft.alerts.all()],
        outcome=SPOKE,
        words="too late",
    )
    assert second.now == 1
    assert [(alert.flag, alert.acknowledged_by, alert.words) for alert in second.before] == [
        ("RF17a", people.clinician, "mine")
    ]


def test_nothing_left_to_acknowledge_leaves_no_trace(people: People) -> None:
    draft = saved(people, {"phq.q1": 2}, {"phq.q9": 0})
    result = acknowledge(people, draft)
    assert (result.now, [_state(alert) for alert in result.before]) == (0, ["settled"])
    assert not AuditEvent.objects.filter(action="acknowledge").exists()


def test_alerts_of_another_intake_are_left_alone(people: People) -> None:
    mine, other = saved(people, {"phq.q9": 1}), saved(people, {"phq.q9": 1})
    acknowledge(people, mine, *other.alerts.all())
    assert told(other, "RF17a") == ["open"]


@pytest.mark.parametrize("outcome", ["", "Nothing", SPOKE + " ", "Ambulance called"])
def test_what_was_done_fits_the_kind(outcome: str, people: People) -> None:
    draft = saved(people, {"phq.q9": 1})
    with pytest.raises(ValueError, match="not in the list"):
        acknowledge(people, draft, outcome=outcome)
    assert acknowledge(people, draft, outcome="Safety conversation held").now


def test_each_alert_keeps_the_kind_of_its_flag(people: People) -> None:
    draft = saved(people, {"phq.q9": 1, "sx.stroke_signs": True})
    kinds = dict(draft.alerts.values_list("flag", "kind"))
    assert (kinds["RF17a"], kinds["RF30"]) == ("suicide_safety", "physical_emergency")


def test_the_clinics_own_list_is_offered_beside_once_it_was_changed(people: People) -> None:
    alert = saved(people, {"phq.q9": 1}).alerts.get(flag="RF17a")
    fitting = ALERT_KINDS["suicide_safety"].outcomes
    assert alert.outcomes(ClinicProfile.load()) == fitting
    assert alert.outcomes(ClinicProfile(alert_outcomes="Own line")) == (*fitting, "Own line")


@pytest.mark.parametrize("kind", ["", "emergency", "safety"])
def test_an_alert_of_which_the_kind_is_not_known_offers_all(kind: str) -> None:
    offered = Alert(kind=kind).outcomes(ClinicProfile())
    assert set(offered) == {outcome for each in ALERT_KINDS.values() for outcome in each.outcomes}
    assert len(offered) == len(set(offered))


def test_what_was_examined_is_said_in_a_line(people: People) -> None:
    draft = saved(people, {"sx.stroke_signs": True})
    with pytest.raises(ValueError, match="what was found"):
        acknowledge(people, draft, outcome=EXAMINED, words=" ")
    assert acknowledge(people, draft, outcome=EXAMINED, words="Face, arms and speech as usual.").now == 1


# Mail -----------------------------------------------------------------------------------------------------------------


def test_a_mail_is_noted_once(people: People) -> None:
    alert = saved(people, {"phq.q9": 1}).alerts.get(flag="RF17a")
    note_mailed(alerts=[alert])
    first = Alert.objects.get(pk=alert.pk).mailed_at
    note_mailed(alerts=[alert])
    assert first is not None
    assert Alert.objects.get(pk=alert.pk).mailed_at == first
    assert AuditEvent.objects.filter(action="mail").count() == 1


def test_a_mail_about_what_was_closed_and_signed_meanwhile_changes_nothing_of_it(people: People) -> None:
    intake = factories.submitted(people.front_desk, {"phq.q9": 1})
    alert = intake.alerts.first()
    assert alert
    factories.sign(people.clinician, intake)
    note_mailed(alerts=[alert])
    alert.refresh_from_db()
    assert alert.mailed_at is None
