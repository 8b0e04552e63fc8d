"""The outlines of the body, as points."""

import pytest

from intake.clinical.telling.body_map import at

OUTLINE = ((0.0, 10.0), (10.0, 30.0), (20.0, 20.0))


@pytest.mark.parametrize(("y", "x"), [(0, 10), (5, 20), (10, 30), (15, 25), (20, 20), (99, 20)])
def test_a_line_goes_through_its_points_and_from_the_last_one_straight_down(y: float, x: float) -> None:
    assert at(OUTLINE, y) == x


def test_between_two_points_it_never_turns_back() -> None:
    xs = [at(OUTLINE, y / 10) for y in range(101)]
    assert xs == sorted(xs)
