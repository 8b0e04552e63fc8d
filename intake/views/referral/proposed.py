"""What is proposed where an accepted step refers: the services that take it, or the referral that is open already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from intake.clinical.telling.letter import URGENCY_OF_STEP
from intake.clinical.working.findings import Findings, StepFinding
from intake.models import Intake, Referral, Review, Service
from intake.models.referral_limits import Urgency
from intake.stored.referrals import lists
from intake.views.review.decisions import Row

BEGUN_FROM = (Intake.State.SUBMITTED, Intake.State.SIGNED)
"""States of an intake of which a letter can be made."""


@dataclass(frozen=True)
class Offer:
    """What stands beside an accepted step: the referral that is open already, else the way to a new one."""

    step: str
    referral: Referral | None


@dataclass(frozen=True)
class Referring:
    """Of one intake. What is looked up is looked up once, and only where a step that refers was accepted."""

    intake: Intake
    found: Findings

    @cached_property
    def steps(self) -> dict[str, StepFinding]:
        """By id, the steps that refer."""
        return {step.id: step for step in self.found.steps if step.refers}

    @cached_property
    def services(self) -> list[Service]:
        return list(Service.objects.filter(active=True))

    @cached_property
    def open(self) -> list[Referral]:
        """Those of the person, whichever intake they began with."""
        return list(lists.of_person(self.intake.patient).standing().filter(duplicate_of=None))

    @property
    def begins(self) -> bool:
        return self.intake.state in BEGUN_FROM

    def urgency(self, steps: Sequence[str]) -> Urgency:
        """Of the most urgent of them."""
        urgent = [Urgency(URGENCY_OF_STEP[self.steps[id_].urgency]) for id_ in steps if id_ in self.steps]
        return min(urgent, key=list(Urgency).index, default=Urgency.ROUTINE)

    def services_for(self, steps: Sequence[str], urgency: str) -> list[Service]:
        """Those that take all of these steps at this urgency, those that name one first; none without a step."""
        taking = [service for service in self.services if all(service.takes(id_, urgency) for id_ in steps)]
        return sorted(taking, key=lambda service: set(steps).isdisjoint(service.steps)) if steps else []

    def tracked(self, step: str) -> Referral | None:
        """The open one that carries out this step, or that goes to the service proposed for it."""
        for referral in self.open:
            if step in referral.steps:
                return referral
        proposed = self.services_for([step], self.urgency([step]))[:1]
        return next((referral for referral in self.open if referral.service in proposed), None)

    def open_to(self, service: Service) -> Referral | None:
        return next((referral for referral in self.open if referral.service_id == service.pk), None)

    def offer(self, row: Row) -> Offer | None:
        """For a step as it is decided now; None where there is nothing to offer."""
        step = row.key.partition(":")[2]
        if step not in self.steps or row.stored.get("choice") != Review.Choice.ACCEPTED:
            return None
        referral = self.tracked(step)
        return Offer(step, referral) if referral or self.begins else None

    def accepted(self, review: Review) -> list[StepFinding]:
        """The steps that refer and were accepted, in the order of the findings."""
        return [
            step
            for step in self.steps.values()
            if review.kept(f"step:{step.id}").get("choice") == Review.Choice.ACCEPTED
        ]
