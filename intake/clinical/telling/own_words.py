"""What the person came with, word for word, and who said it. Source: rule book I.8."""

from __future__ import annotations

from intake.clinical.rules.questions.context import ctx
from intake.clinical.working.findings import OwnWords
from intake.clinical.working.lines import Lines

_SAID_BY = {"proxy": "said by somebody else for them", "clinician": "said with a clinician"}


def own_words(lines: Lines) -> OwnWords:
    respondent = lines.all[ctx.respondent.id].given
    return OwnWords(
        complaint=lines.all[ctx.own_words.id].given or "",
        hopes=lines.all[ctx.hopes.id].given or "",
        said_by=_SAID_BY.get(respondent, "in the person's own words"),
    )
