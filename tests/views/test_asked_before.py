"""Questions change while intakes are open: no page breaks, no answer is lost, what has no place is shown as such."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from intake.actions.intakes import complete_intake, reopen_intake, save_draft, submit_intake
from intake.clinical.language.kinds import CLINICIAN, Choice, Question, YesNo
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS
from intake.clinical.working.case import Case
from intake.models import AnswerVersion, Intake
from intake.stored import asked_before
from intake.stored.assessments import findings, stored_documents
from intake.views.desk.form_pages import SECTION, SECTION_OF
from tests import factories
from tests.factories import People
from tests.lanes import sweep
from tests.views.at_the_desk import address, name, now, save, submit
from tests.views.browser import form_with
from tests.views.pages import as_posted, words

ADULT = {"pt.age_years": 50, "pt.sex": "female"}
HEADING = "Asked differently before"

# By kind of question, one that the desk asks, an answer to it, and one that it does not allow.
OF_EACH_KIND: dict[str, tuple[str, Any, Any]] = {
    "yes_no": ("hx.gout", True, "sometimes"),
    "choice": ("fn.work", "off_sick", "retired_early"),
    "choices": ("sx.systemic", ["fever"], ["sweats_at_noon"]),
    "sites": ("pain.sites", ["calf_L"], ["shoulder_L"]),
    "integer": ("fn.falls_12mo", 2, 4321),
    "duration": ("pain.duration_days", 21, -4),
    "scale": ("pain.nrs_now", 6, 77),
    "item": ("phq.q3", 2, 8),
    "date": ("ctx.encounter_date", "2026-01-31", "the last of January"),
    "text": ("ctx.language", "Polish", ["Polish", "English"]),
}


@pytest.fixture
def clinician(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


def forget(monkeypatch: pytest.MonkeyPatch, id_: str, question: Question, *, retired: bool) -> None:
    """From now on the catalogue knows this id as one of before."""
    if retired:
        question = copy.copy(question)
        object.__setattr__(question, "id", id_)
    monkeypatch.setitem(CATALOGUE.retired if retired else CATALOGUE.renamed, id_, question)
    monkeypatch.setitem(CATALOGUE.section_of, id_, SECTION_OF.get(question.id, "context"))


def store(intake: Intake, answers: dict[str, Any], **columns: Any) -> Intake:
    """As an earlier release left it: in the draft, past every action of today."""
    renamed = {CATALOGUE.today(id_) for id_ in answers if id_ in CATALOGUE.renamed}
    of_today = {id_: answer for id_, answer in intake.answers.items() if id_ not in renamed}
    Intake.objects.filter(pk=intake.pk).update(answers=of_today | answers, **columns)
    return now(intake)


@dataclass(frozen=True)
class Left:
    """What an earlier release left in a draft."""

    stored: dict[str, Any]
    kept: dict[str, Any]
    """Of it, what has no place today."""
    shown: list[str] = field(default_factory=list)


def removed(_: pytest.MonkeyPatch) -> Left:
    stored = {f"gone.{kind}": answer for kind, (_, answer, _) in OF_EACH_KIND.items()}
    return Left(stored, stored, list(stored))


def retired(monkeypatch: pytest.MonkeyPatch) -> Left:
    stored = {}
    for kind, (id_, answer, _) in OF_EACH_KIND.items():
        forget(monkeypatch, f"was.{kind}", QUESTIONS[id_], retired=True)
        monkeypatch.setitem(CATALOGUE.section_of, f"was.{kind}", SECTION_OF[id_])
        stored[f"was.{kind}"] = answer
    told = [
        f"{QUESTIONS[id_].wording}: {QUESTIONS[id_].say_at_desk(QUESTIONS[id_].parse(answer))}"
        for id_, answer, _ in OF_EACH_KIND.values()
    ]
    return Left(stored, stored, told)


def renamed(monkeypatch: pytest.MonkeyPatch) -> Left:
    for kind, (id_, _, _) in OF_EACH_KIND.items():
        forget(monkeypatch, f"old.{kind}", QUESTIONS[id_], retired=False)
    return Left({f"old.{kind}": answer for kind, (_, answer, _) in OF_EACH_KIND.items()}, {})


def not_allowed(_: pytest.MonkeyPatch) -> Left:
    stored = {id_: wrong for id_, _, wrong in OF_EACH_KIND.values()}
    told = [QUESTIONS[id_].wording for id_ in stored]
    stored["ex.temp_c"] = 99.9  # a number with decimals; the clinician's
    return Left(stored, stored, told)


def renamed_and_not_allowed(monkeypatch: pytest.MonkeyPatch) -> Left:
    renamed(monkeypatch)
    stored = {f"old.{kind}": wrong for kind, (_, _, wrong) in OF_EACH_KIND.items()}
    return Left(stored, stored, [QUESTIONS[id_].wording for id_, _, _ in OF_EACH_KIND.values()])


def of_another_kind(_: pytest.MonkeyPatch) -> Left:
    ids = [id_ for id_, _, _ in OF_EACH_KIND.values()]
    others = [{"nested": [1]}, True, "a word", 1.5, [["calf_L"]], "x", False, ["often"], 7, 3]
    stored = dict(zip(ids, others, strict=True))
    return Left(stored, stored, [QUESTIONS[id_].wording for id_ in ids])


def desk_pages(desk: Client, draft: Intake) -> Iterator[Any]:
    yield desk.get(address(draft))
    yield from (desk.get(address(draft, part)) for part in SECTION)
    yield desk.get(address(draft, "check"))
    yield desk.get(address(draft, "paper-form.pdf").removesuffix("/"))


def is_kept(kept: dict[str, Any], document: dict[str, Any]) -> bool:
    return {id_: document.get(id_) for id_ in kept} == kept


HAPPENINGS = (of_another_kind, removed, renamed, retired, not_allowed, renamed_and_not_allowed)


@pytest.mark.parametrize("happening", sweep(HAPPENINGS, few=[(of_another_kind,)]))
def test_from_draft_to_replay_nothing_breaks_and_nothing_is_lost(
    happening: Any, desk: Client, clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = happening(monkeypatch)
    parts = {SECTION_OF[id_] for id_, _, _ in OF_EACH_KIND.values()}
    # The ids stand in every column that is keyed by question.
    change = {"revision": 1, "before": None, "page": "earlier"}
    draft = factories.draft(people.front_desk, ADULT | {"pain.present": True})
    malformed = {"gone.typed": {"gone-typed": ["a few"], "gone-typed-state": [""]}}
    changed = dict.fromkeys(left.stored, change)
    draft = store(draft, left.stored, malformed=malformed, changed=changed)

    for page in desk_pages(desk, draft):
        assert page.status_code == 200
    shown = " ".join(map(words, list(desk_pages(desk, draft))[:-1]))
    assert HEADING in shown
    for told in (*left.shown, "gone.typed: “a few”, which cannot be read"):
        assert told in shown
    for part in parts:
        assert save(desk, draft, part).status_code == 302
        fields = form_with(desk.get(address(draft, part)), "revision")
        assert desk.post(address(draft, part), fields, headers={"HX-Request": "true"}).status_code == 200
        # A page that was opened earlier.
        assert desk.post(address(draft, part), fields | {"revision": "0"}).status_code in (302, 409)
    assert is_kept(left.kept, now(draft).answers)
    assert now(draft).malformed == malformed
    if happening is renamed:
        assert is_kept({id_: answer for id_, answer, _ in OF_EACH_KIND.values()}, now(draft).answers)
    given = Case(now(draft).read_answers()).answers.given
    assert not left.kept.keys() & given.keys()

    desk.post(address(draft, "hand-over"))
    for part in ("mood", "history"):
        private = address(draft, f"private/{part}")
        assert desk.post(private, form_with(desk.get(private), "revision")).status_code == 302
        assert HEADING not in words(desk.get(private))
    desk.post(address(draft, "take-back"), {"password": factories.PASSWORD})

    details = f"/patients/{draft.patient_id}/details/"
    assert desk.post(details, form_with(desk.get(details), "family_name")).status_code == 302

    assert submit(desk, draft).status_code == 302
    version = AnswerVersion.objects.get(intake=draft)
    assert is_kept(left.kept, version.answers)
    counted = {line.question for line in findings(version.assessment).whole().lines if line.state == "answered"}
    assert not counted & left.kept.keys()

    review = clinician.get(f"/review/{draft.pk}/")
    assert (HEADING in words(review)) is bool(left.kept)
    for each in asked_before.of_version(version):
        assert f"{each.wording}: {each.answer}" in words(review)
    assert len(asked_before.of_version(version)) == len(left.kept)
    assert "gone.typed" in words(review)
    complete = clinician.get(f"/review/{draft.pk}/complete/")
    assert complete.status_code == 200
    assert HEADING in words(complete)
    assert clinician.post(f"/review/{draft.pk}/complete/", as_posted(complete, **{"ex-hr": "71"})).status_code == 302
    newest = now(draft).versions.get(number=2)
    assert newest.answers["ex.hr"] == 71
    assert is_kept(left.kept, newest.answers)
    assert clinician.get(f"/review/{draft.pk}/2/summary.pdf").status_code == 200
    for address_ in (f"/review/{draft.pk}/1/", f"/review/{draft.pk}/sign/", "/queue/", f"/people/{draft.patient_id}/"):
        assert clinician.get(address_).status_code == 200

    assert desk.post(address(draft, "reopen")).status_code == 302
    for page in desk_pages(desk, draft):
        assert page.status_code == 200
    assert submit(desk, draft).status_code == 302
    assert is_kept(left.kept, now(draft).versions.get(number=3).answers)

    told = StringIO()
    call_command("replay", "--all-versions", "--lines", stdout=told)
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    assert not [line for line in lines if "refused" in line]
    for line in lines:
        assert set(line["changes"]) == {"unplaced"}
        assert set(line["changes"]["unplaced"]) == left.kept.keys()
    assert len(lines) == (3 if left.kept else 0)


# What the desk and the clinician see


@pytest.mark.parametrize("on", ["", "examination", "context", "check"])
def test_the_desk_sees_nothing_of_what_was_the_clinicians_to_ask(
    on: str, desk: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(monkeypatch, "mh.was", YesNo("Unsafe at home?", by=CLINICIAN), retired=True)
    draft = store(factories.draft(people.front_desk, ADULT), {"mh.was": True, "ex.hr": "fast"})
    page = desk.get(address(draft, on))
    assert "Unsafe at home" not in words(page)
    assert "fast" not in words(page)
    assert HEADING not in words(page)
    assert {each.answer for each in asked_before.of_intake(now(draft))} == {"Yes", "fast"}


def test_once_a_clinician_may_have_answered_an_unknown_question_is_not_shown_at_the_desk(
    desk: Client, clinician: Client, people: People
) -> None:
    intake = factories.submitted(people.front_desk, ADULT)
    reopen_intake(actor=people.front_desk, intake=intake)
    store(now(intake), {"x.who_knows": "of something"}, malformed={"x.typed": {"x-typed": ["quite"]}})
    assert HEADING not in words(desk.get(address(intake, "check")))
    page = words(clinician.get(f"/review/{intake.pk}/complete/"))
    assert "x.who_knows: of something" in page
    assert "x.typed: “quite”, which cannot be read" in page


def test_the_clinician_who_corrects_a_section_sees_what_was_asked_before_in_it(
    clinician: Client, people: People
) -> None:
    intake = factories.submitted(people.front_desk, ADULT)
    store(now(intake), {"fn.falls_12mo": 4321})
    told = "How many falls in the last 12 months?: 4321 falls"
    assert told in words(clinician.get(f"/review/{intake.pk}/correct/impact/"))
    assert told not in words(clinician.get(f"/review/{intake.pk}/correct/context/"))


def test_an_answer_that_has_no_place_is_open_and_is_asked_anew(desk: Client, people: People) -> None:
    draft = store(factories.draft(people.front_desk, ADULT), {"fn.falls_12mo": 4321})
    page = desk.get(address(draft, "impact"))
    assert "How many falls in the last 12 months?: 4321 falls" in words(page)
    assert form_with(page, "revision")["fn-falls_12mo"] == [""]
    assert QUESTIONS["fn.falls_12mo"] in desk.get(address(draft, "check")).context["still_open"]
    save(desk, draft, "impact", {"fn.falls_12mo": 3})
    assert now(draft).answers["fn.falls_12mo"] == 3
    assert "How many falls in the last 12 months?: 4321 falls" in words(desk.get(address(draft, "impact")))
    assert 4321 in now(draft).answers.values()


def test_a_retired_option_keeps_its_label_and_the_others_count(
    desk: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = QUESTIONS["sx.systemic"]
    monkeypatch.setitem(question.__dict__, "retired_options", {"sweats": "Sweats at noon"})
    draft = store(factories.draft(people.front_desk, ADULT), {"sx.systemic": ["fever", "sweats"]})
    part = SECTION_OF["sx.systemic"]
    assert f"{question.wording}: Sweats at noon" in words(desk.get(address(draft, part)))
    assert now(draft).read_answers()[question] == ("fever",)
    save(desk, draft, part)
    assert now(draft).answers["sx.systemic"] == ["fever", "sweats"]
    save(desk, draft, part, {"sx.systemic": ["fever", "weight_loss"]})
    assert now(draft).answers["sx.systemic"] == ["fever", "weight_loss"]
    assert f"{question.wording}: Sweats at noon" in words(desk.get(address(draft, "check")))


def test_what_was_written_before_is_text_and_never_markup(desk: Client, clinician: Client, people: People) -> None:
    script = "<script>alert(1)</script>"
    draft = store(factories.draft(people.front_desk, ADULT), {script: script})
    for page in (desk.get(address(draft)), desk.get(address(draft, "check"))):
        assert script not in page.content.decode()
        assert "alert(1)" in page.content.decode()
    submit(desk, draft)
    assert script not in clinician.get(f"/review/{draft.pk}/").content.decode()


# A page that was opened before the questions changed


def test_what_is_sent_from_a_page_of_before_is_read_as_it_was_asked(
    desk: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``hx.gout`` was ``hx.had_gout``, and ``hx.gone`` was a choice."""
    draft = factories.draft(people.front_desk, ADULT)
    part = SECTION_OF["hx.gout"]
    page = form_with(desk.get(address(draft, part)), "revision")
    forget(monkeypatch, "hx.had_gout", QUESTIONS["hx.gout"], retired=False)
    forget(monkeypatch, "hx.gone", Choice("Gone?", {"a": "Label a", "b": "Label b"}), retired=True)
    for id_ in ("hx.gone", "hx.had_gout"):
        monkeypatch.setitem(CATALOGUE.section_of, id_, part)
    asked = ["hx.had_gout" if id_ == "hx.gout" else id_ for id_ in page["asked"]] + ["hx.gone"]
    sent = page | {"asked": asked, "hx-had_gout": ["true"], "hx-gone": ["b"]}
    del sent["hx-gout"]
    assert desk.post(address(draft, part), sent).status_code == 302
    kept = now(draft)
    assert (kept.answers["hx.gout"], kept.answers["hx.gone"]) == (True, "b")
    assert "Gone?: Label b" in words(desk.get(address(draft, part)))
    # While somebody types, the old rows make way for those of today.
    live = desk.post(address(draft, part), sent | {"revision": str(kept.revision)}, headers={"HX-Request": "true"})
    text = live.content.decode()
    assert "delete:#row-hx-had_gout" in text
    assert "delete:#row-hx-gone" in text
    assert 'id="row-hx-gout"' in text


def test_a_page_of_before_does_not_clear_what_it_did_not_ask(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, ADULT | {"hx.gout": True})
    part = SECTION_OF["hx.gout"]
    page = form_with(desk.get(address(draft, part)), "revision")
    page["asked"].remove("hx.gout")
    del page["hx-gout"]
    assert desk.post(address(draft, part), page).status_code == 302
    assert now(draft).answers["hx.gout"] is True


def test_what_a_page_of_before_cannot_say_clearly_is_kept_as_typed(
    desk: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = factories.draft(people.front_desk, ADULT)
    question, part = QUESTIONS["fn.falls_12mo"], "impact"
    page = form_with(desk.get(address(draft, part)), "revision")
    forget(monkeypatch, "fn.falls", question, retired=False)
    sent = page | {"asked": [*page["asked"], "fn.falls"], "fn-falls": ["a few"], "fn-falls-state": [""]}
    del sent["fn-falls_12mo"]
    sent["asked"].remove("fn.falls_12mo")
    refused = desk.post(address(draft, part), sent)
    assert refused.status_code == 422
    assert now(draft).malformed == {"fn.falls": {"fn-falls": ["a few"], "fn-falls-state": [""]}}
    assert f"{question.wording}: “a few”, which cannot be read" in words(desk.get(address(draft, "check")))


@pytest.mark.parametrize("id_", ["ex.hr_old", "pt.age"])
def test_a_page_of_before_cannot_write_what_is_not_the_desks(
    id_: str, desk: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(monkeypatch, "ex.hr_old", QUESTIONS["ex.hr"], retired=False)
    forget(monkeypatch, "pt.age", QUESTIONS["pt.age_years"], retired=False)
    draft = factories.draft(people.front_desk, ADULT)
    page = form_with(desk.get(address(draft, "context")), "revision")
    desk.post(address(draft, "context"), page | {"asked": [*page["asked"], id_], name(id_): ["70"]})
    assert not {id_, "ex.hr", "pt.age_years"} & now(draft).answers.keys()


def test_two_pages_of_which_one_is_of_before_still_conflict(
    desk: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = factories.draft(people.front_desk, ADULT)
    part = SECTION_OF["hx.gout"]
    page = form_with(desk.get(address(draft, part)), "revision")
    answers = now(draft).answers | {"hx.had_gout": True}
    changed = {"hx.had_gout": {"revision": draft.revision + 1, "before": None, "page": "other"}}
    Intake.objects.filter(pk=draft.pk).update(answers=answers, changed=changed, revision=draft.revision + 1)
    forget(monkeypatch, "hx.had_gout", QUESTIONS["hx.gout"], retired=False)
    stale = desk.post(address(draft, part), page | {"hx-gout": ["false"]})
    assert stale.status_code == 409
    assert "Saved meanwhile: “Yes”." in words(stale)
    # One that did not touch it leaves it as it is.
    assert desk.post(address(draft, part), page).status_code == 302
    assert now(draft).answers["hx.gout"] is True
    asked = [id_ for id_ in page["asked"] if id_ != "hx.gout"] + ["hx.had_gout"]
    old = page | {"asked": asked, "hx-had_gout": ["false"], "page": ["third"]}
    monkeypatch.setitem(CATALOGUE.section_of, "hx.had_gout", part)
    again = desk.post(address(draft, part), old)
    assert again.status_code == 409
    assert "Saved meanwhile: “Yes”." in words(again)


def test_the_clinicians_page_of_before_is_read_as_it_was_asked(
    clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = factories.submitted(people.front_desk, ADULT)
    page = as_posted(clinician.get(f"/review/{intake.pk}/complete/"))
    forget(monkeypatch, "ex.pulse", QUESTIONS["ex.hr"], retired=False)
    forget(monkeypatch, "pt.age", QUESTIONS["pt.age_years"], retired=False)
    for id_ in ("ex.pulse", "pt.age"):
        monkeypatch.setitem(CATALOGUE.section_of, id_, "examination")
    del page["ex-hr"]
    page |= {"asked": [*page["asked"], "ex.pulse", "pt.age"], "ex-pulse": "88", "pt-age": "7"}
    page["asked"].remove("ex.hr")
    assert clinician.post(f"/review/{intake.pk}/complete/", page | {"ex-temp_c": "hot"}).status_code == 422
    colleague = factories.user("colleague", "Clinician")
    complete_intake(
        actor=colleague, intake=intake, revision=intake.revision, changes={"ex.hr": 120}, token=uuid.uuid4()
    )
    stale = clinician.post(f"/review/{intake.pk}/complete/", page)
    assert stale.status_code == 409
    assert "Saved meanwhile: “120" in words(stale)
    assert clinician.post(f"/review/{intake.pk}/complete/", as_posted(stale)).status_code == 302
    newest = now(intake).versions.get(number=3)
    assert (newest.answers["ex.hr"], newest.answers["pt.age_years"]) == (88, 50)


# An assessment that is older than the questions


def test_what_keeps_flags_open_is_asked_by_its_name_of_today(
    clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = factories.submitted(people.front_desk, "V12")
    assert intake.current
    was = next(line.question for flag in findings(intake.current).whole().flags for line in flag.missing)
    question = QUESTIONS[was]
    # As if the assessment had been made when the question had another id.
    forget(monkeypatch, "x.was", question, retired=False)
    forget(monkeypatch, "x.gone", YesNo("Gone?"), retired=True)
    document = stored_documents(intake.current)[0] | {"format": 3}
    stored = json.loads(json.dumps(document).replace(f'"{was}"', '"x.was"'))
    monkeypatch.setattr(type(intake.current), "from_db", classmethod(_with_result(type(intake.current), stored)))
    page = clinician.get(f"/review/{intake.pk}/complete/")
    assert question in page.context["form"].asked.values()
    narrowed = clinician.post(f"/review/{intake.pk}/complete/", {"ask": ["x.was", "x.gone"]})
    assert list(narrowed.context["form"].asked.values()) == [question]
    # All of them are retired: every question is there to be answered.
    every = clinician.post(f"/review/{intake.pk}/complete/", {"ask": ["x.gone"]})
    assert len(every.context["form"].asked) > 5
    assert clinician.post(f"/review/{intake.pk}/complete/", {"ask": ["x.never"]}).status_code == 400


def _with_result(model: Any, result: Any) -> Any:
    from_db = model.from_db.__func__

    def loaded(cls: Any, db: Any, field_names: Any, values: Any) -> Any:
        row = from_db(cls, db, field_names, values)
        if "result" in row.__dict__:
            row.result = result
        return row

    return loaded


@pytest.mark.parametrize("case", ["EMPTY", "V02", "V11", "V13", "PROXY", "AGE-8"])
def test_of_what_is_assessed_today_nothing_is_left_out(case: str, people: People) -> None:
    intake = factories.submitted(people.front_desk, case)
    assert asked_before.of_version(intake.versions.get()) == []
    assert asked_before.of_intake(intake) == []


def test_what_is_not_counted_is_told_by_the_assessment_and_not_by_todays_questions(people: People) -> None:
    """In the version itself: as the rules that assessed it saw it."""
    draft = store(factories.draft(people.front_desk, ADULT), {"x.then": "p", "sx.systemic": ["fever", "none", "noon"]})
    draft = save_draft(
        actor=people.front_desk, intake=draft, revision=draft.revision, changes={"hx.gout": "declined"}, malformed={}
    )
    version = submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    told = [(each.wording, each.answer) for each in asked_before.of_version(version)]
    assert sorted(told) == sorted([("x.then", "p"), (QUESTIONS["sx.systemic"].wording, "noon")])
    again = complete_intake(
        actor=people.clinician,
        intake=now(draft),
        revision=now(draft).revision,
        changes={"ex.hr": 70},
        token=uuid.uuid4(),
    )
    assert len(asked_before.of_version(again)) == 2
