"""What results of rule sets before 0.10 lack: read so, it is empty or said not to have been asked, never guessed."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]

NOT_ASKED = "Not asked"


def completed(document: Document) -> Document:
    """The result with what 0.10 added. What it says of the person stays as it is.

    Nothing told then what points to an open flag: its open tier stands for all of them, as it did.
    """
    medicines = next((line["said"] for line in document["lines"] if line["question"] == "rx.current"), NOT_ASKED)
    return document | {
        "one_line": "",
        "own_words": {"complaint": "", "hopes": "", "said_by": ""},
        "medicines": {"names": "", "classes": medicines, "list_text": "", "allergies": NOT_ASKED},
        "item9": document["item9"] | {"conflict": ""},
        "patterns": document["patterns"] and [p | {"text": p["category_text"]} for p in document["patterns"]],
        "news2": None,
        "tier_unasked": 0,
        "tier_unasked_text": "none",
        "step_groups": [{"group": "", "heading": "", "steps": [step["id"]]} for step in document["steps"]],
    }
