"""What the intake page draws and looks up. Nothing here decides anything."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intake.clinical.language import kinds
from intake.clinical.working.findings import ScoreFinding
from intake.views.review.decisions import Row
from intake.views.review.first_screen import slashed

register = template.Library()

register.filter("inside_sentence", kinds.inside_sentence)
register.filter("slashed", slashed)

WIDTH = 240
"""Of a gauge, in the units of its drawing."""


@register.filter
def step_row(deciding: Any, step_id: str) -> Any:
    """What was decided on this step."""
    return deciding.row(f"step:{step_id}")


@register.filter
def group_row(deciding: Any, steps: Any) -> Any:
    """What was decided on all of these steps together."""
    return deciding.group([step.id for step in steps])


@register.filter
def flag_row(deciding: Any, flag_id: str) -> Any:
    """How this flag was marked."""
    return deciding.row(f"flag:{flag_id}")


_NAME, _REASON = "\ue000", "\ue001"
"""Signs of no script: where a row's name and its reason go."""
_CHOICE, _BY = "intake/deciding/_choice.html", "intake/deciding/_by.html"


@register.simple_tag
def choices(row: Row) -> SafeString:
    """The fields of a row. A page has dozens that differ in little: each kind is laid out once a process."""
    if row.errors:
        return render_to_string(_CHOICE, {"row": row})
    laid_out = _laid_out(_CHOICE, row.typed.get("choice", "")).replace(_NAME, escape(row.name))
    # The reason last: nothing is looked for in what somebody typed. Both are escaped.
    return mark_safe(laid_out.replace(_REASON, escape(row.typed.get("reason", ""))))  # noqa: S308


@register.simple_tag
def decided_by(row: Row) -> SafeString:
    """Who decided, and when; what stands empty where nobody has is laid out once, too."""
    if row.stored or row.is_mixed:
        return render_to_string(_BY, {"row": row})
    return mark_safe(_laid_out(_BY, "").replace(_NAME, escape(row.name)))  # noqa: S308


@lru_cache(maxsize=32)
def _laid_out(template_name: str, choice: str) -> str:
    row = Row(_NAME, {"choice": choice, "reason": _REASON}, {})
    return render_to_string(template_name, {"row": row})


@register.inclusion_tag("intake/review/_gauge.html")
def gauge(score: ScoreFinding) -> dict[str, Any]:
    """A bar from 0 to the greatest total: filled to the total, or hatched from the least to the greatest possible."""
    least, most = (WIDTH * value / score.greatest for value in (score.min, score.max))
    return {
        "score": score,
        "width": WIDTH,
        "least": f"{least:.1f}",
        "span": f"{max(most - least, 2):.1f}",
        "is_range": score.min != score.max,
    }
