"""What is asked for where a choice needs a number or a date: "weeks: how many?", "which month?"."""

from __future__ import annotations

_SUCH_AS = {
    "which day": "12 Nov 2026",
    "which month": "March 2025",
    "which year": "since 2019",
    "when": "March 2022",
    "days": "5 days",
    "weeks": "3 weeks",
    "months": "8 months",
    "years": "20 years",
    "how long": "3 weeks",
}


def prompt(choice: str) -> str:
    """``How many weeks? Please type it, such as “3 weeks”.``; empty of a choice that is an answer itself."""
    if not choice.endswith("?"):
        return ""
    what, _, number = choice.removesuffix("?").rpartition(": ")
    asked = f"{number} {what}" if number == "how many" else choice.removesuffix("?")
    example = next(example for words, example in _SUCH_AS.items() if words in choice)
    return f"{asked[:1].upper()}{asked[1:]}? Please type it, such as “{example}”."
