"""Writers of one intake come one after the other."""

from __future__ import annotations

from intake.models import Intake


def locked(intake: Intake) -> Intake:
    """The intake as it is now, which nobody else writes until this transaction ends.

    Never joined with what it refers to: PostgreSQL reads the row it waited for anew, but keeps what it had joined
    before, such as the person as they were, or no assessment where there is a newer one.
    """
    return Intake.objects.select_for_update().get(pk=intake.pk)
