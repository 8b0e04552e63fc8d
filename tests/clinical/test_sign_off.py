"""What a clinical lead is shown before an approval: counted from the rules themselves."""

from __future__ import annotations

from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.handouts import HANDOUTS
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.sources import SOURCES
from intake.clinical.telling.sign_off import SIGN_OFF, kinds, marks


def test_every_source_is_counted_once() -> None:
    assert sum(marks().values()) == len(SOURCES)
    assert set(marks()) == {"V", "K", "D"}
    assert all(marks().values())


def test_every_kind_of_rule_is_counted_whole() -> None:
    features = sum(len(pattern.features) for pattern in PATTERNS)
    told = sum(any(part.sources for part in line.parts) for handout in HANDOUTS.values() for line in handout.lines)
    assert [kind.total for kind in kinds()] == [len(RED_FLAGS), features, len(COMBINED_RULES), len(STEPS), told]


def test_a_rule_with_one_source_that_was_read_does_not_rest_on_knowledge_alone() -> None:
    flags, *_ = kinds()
    for flag in RED_FLAGS:
        read = any(SOURCES[source].mark == "V" for source in flag.sources)
        assert (flag.id in flags.unread) is not read
    assert 0 < len(flags.unread) < flags.total


def test_the_list_for_sign_off_is_whole() -> None:
    assert len(SIGN_OFF) == len(set(SIGN_OFF))
    assert all(item.endswith(".") for item in SIGN_OFF)
    named = {word.strip(",.;)") for item in SIGN_OFF for word in item.split() if word.startswith("RF")}
    assert all(any(flag.id.startswith(name) for flag in RED_FLAGS) for name in named)
