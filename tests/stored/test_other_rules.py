"""Every face opens what was stored under other rules: with what those of today lack, and without what they have."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from intake.clinical.rules import rule_set
from intake.models import AnswerVersion, AssessedScore, Assessment, Intake
from intake.stored.assessments import stored_documents
from intake.stored.printing import document_pdf
from tests import factories, over_time
from tests.factories import People
from tests.views.pages import words

Document = dict[str, Any]

OLD_ITEM = {
    "question": "old.q1",
    "section": "An old section",
    "label": "OLD-2 item 1: Feeling old",
    "said": "Very (2)",
    "answer": 2,
    "by": "front_desk",
    "state": "answered",
    "own_words": False,
    "pointer": None,
}
OLD_BAND = {"name": "ancient", "lowest": 3, "highest": 6}


def other_result(document: Document) -> Document:
    """The result as other rules would have made it: another instrument, flag, pattern, step and question; no GAD-7, no
    question about places, no RF03."""
    score = next(score for score in document["scores"] if score["id"] == "phq9")
    items = [OLD_ITEM, OLD_ITEM | {"question": "old.q2", "label": "OLD-2 item 2: Feeling older"}]
    old_score = score | {
        "id": "old2",
        "name": "OLD-2",
        "min": 4,
        "max": 4,
        "missing": 0,
        "greatest": 6,
        "value": "4",
        "text": "4 of 6",
        "full_text": "4 of 6 (ancient band)",
        "band": "ancient",
        "band_text": "ancient band",
        "bands": [{"name": "young", "lowest": 0, "highest": 2}, OLD_BAND],
        "advice": "",
        "estimate": None,
        "cautions": ["Old and not validated."],
        "statements": [],
        "items": items,
        "attribution": "By nobody.",
        "limit": "An old limit.",
        "sources": ["OLD1999"],
    }
    flag = document["flags"][0] | {
        "id": "RF99x",
        "title": "An old flag",
        "tier": 3,
        "tier_text": "before long",
        "status": "present",
        "alert_kind": "loud",
        "call": "",
        "because": items,
        "missing": [],
        "waits_for": None,
        "sources": ["OLD1999"],
        "held": "It is old.",
        "pointer": "",
    }
    step = document["steps"][0] | {
        "id": "Z01",
        "category": "Alchemy",
        "urgency": "tomorrow",
        "urgency_text": "Tomorrow",
        "rank": 7,
        "text": "Consider gold.",
        "sources": ["OLD1999"],
    }
    pattern = document["patterns"][0] | {
        "id": "OLD",
        "name": "Old-type features",
        "category": "heaps",
        "category_text": "heaps of features",
        "text": "heaps of features",
        "is_clear": True,
    }
    rule = {"id": "CB99", "title": "Old and low", "condition": "It was so.", "why": "Because.", "sources": ["OLD1999"]}
    source = {"id": "OLD1999", "mark": "K", "status": "knowledge", "text": "An old book.", "reference": "Old 1999"}
    lost = ("gad.", "pain.sites", "pain.main_region")
    return document | {
        "scores": [old_score, *(s for s in document["scores"] if not s["id"].startswith("gad"))],
        "flags": [flag, *(f for f in document["flags"] if f["id"] != "RF03")],
        "steps": [*document["steps"][1:], step],
        "key_steps": ["Z01"],
        "step_groups": [{"group": "", "heading": "", "steps": [each["id"]]} for each in (step, *document["steps"][1:])],
        "patterns": [pattern, *document["patterns"][2:]],
        "combined": document["combined"]
        | {"rules": [rule | {"because": items, "missing": [], "held": "", "confidential": False}]},
        "lines": [*(line for line in document["lines"] if not line["question"].startswith(lost)), *items],
        "sources": [*document["sources"], source],
        "rule_set": "LPD-CDS 0.1 (1999)",
    }


@pytest.fixture
def other(people: People) -> Intake:
    """An intake whose newest version was assessed under other rules."""
    done = factories.submitted(people.front_desk, "V10")
    version = done.versions.get()
    again = AnswerVersion.objects.create(
        intake=done, number=2, answers=version.answers, catalogue_version="0.1", author=people.front_desk
    )
    columns = ("tier", "tier_open", "scope", "mood_screen", "assessed_on", "combined_level", "combined_text")
    document = other_result(stored_documents(version.assessment)[0] | {"format": 3})
    assessment = Assessment.objects.create(
        version=again,
        rule_set_version=document["rule_set"],
        result=document,
        **{column: getattr(version.assessment, column) for column in columns},
    )
    AssessedScore.objects.create(
        assessment=assessment,
        score="old2",
        name="OLD-2",
        value="4",
        least=4,
        greatest=4,
        scale=6,
        items=2,
        missing=0,
        bands=[["young", 0, 2], ["ancient", 3, 6]],
    )
    done.current = assessment
    done.save()
    return done


PAGES = ("review", "review-complete", "review-sign")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_it_opens(name: str, other: Intake, people: People, client: Client) -> None:
    client.force_login(people.clinician)
    assert client.get(reverse(name, args=[other.pk])).status_code == 200


def test_the_review_says_what_was_stored(other: Intake, people: People, client: Client) -> None:
    client.force_login(people.clinician)
    page = client.get(reverse("review", args=[other.pk]))
    shown = words(page)
    for said in (
        "OLD-2 4 of 6 (ancient band) Old and not validated.",
        "An old flag 3 before long",
        "Old-type features: heaps of features",
        "Tomorrow",
        "Consider gold.",
        "Old and low",
        "Feeling older",
    ):
        assert said in shown
    assert "score-gad7" not in page.content.decode()


def test_the_pdf_says_what_was_stored(other: Intake, people: People, client: Client) -> None:
    client.force_login(people.clinician)
    pdf = client.get(reverse("summary-pdf", args=[other.pk, 2]))
    assert pdf.status_code == 200
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    shown = " ".join(" ".join(page.extract_text() for page in pages).split())
    for said in ("BEFORE LONG", "An old flag", "OLD-2: 4 of 6 (ancient band). Old and not validated.", "Tomorrow: "):
        assert said in shown
    assert "GAD-7: " not in shown


def test_it_is_signed_and_printed_as_it_was_stored(other: Intake, people: People) -> None:
    signed = factories.sign(people.clinician, other, printer=document_pdf)
    assert signed.state == Intake.State.SIGNED
    document = signed.documents.get()
    assert document_pdf(document) == bytes(document.pdf)


def test_the_person_and_the_queue_show_its_score(other: Intake, people: People, client: Client) -> None:
    """What is followed today has no row there, and says so."""
    client.force_login(people.clinician)
    page = client.get(reverse("person", args=[other.patient_id]))
    html = page.content.decode()
    assert 'id="old2-title"' in html
    assert 'class="chart"' in html
    assert "ancient" in html
    assert "PHQ-9 0 to 27 No score yet." in words(page)
    assert other.current
    assert f" {other.current.combined_text}. " in words(client.get(reverse("queue")))


def test_scores_that_are_not_followed_any_more_stay_in_the_history(other: Intake, people: People) -> None:
    """And what the rules follow today begins with the first intake that has it."""
    later = over_time.visit(people.front_desk, other.patient, 0, factories.example("V10"))
    assert later.current
    assert later.current.rule_set_version == rule_set.VERSION
    assert {row.score for row in later.current.scores.all()} == {"phq9", "gad7", "peg", "pain"}
