"""Where it hurts, place by place: what the body map draws and names."""

from __future__ import annotations

from collections.abc import Mapping

from intake.clinical.language.kinds import inside_sentence
from intake.clinical.rules.questions.pain import REGIONS, pain
from intake.clinical.working.findings import Line, PainPlace, PainPlaces
from intake.clinical.working.lines import Lines

_SIDES = {"_L": "left", "_R": "right"}


def pain_places(lines: Lines) -> PainPlaces:
    return places_of(lines.all[pain.sites.id], lines.all[pain.main_region.id], REGIONS)


def places_of(sites: Line, worst: Line, regions: Mapping[str, str]) -> PainPlaces:
    """From the answers to the two questions, and the names of the regions at that time, from the back down to the toes."""
    marked, region = sites.given or [], worst.given
    order = [region, *regions]
    found = sorted(dict.fromkeys(map(region_of, marked)), key=lambda each: order.index(each) if each in order else 99)
    note = ""
    if marked and region not in found and worst.state != "na":
        note = f"Worst: {inside_sentence(worst.said)}{' (not marked)' if region else ''}"
    return PainPlaces(
        marked=tuple(
            _place(each, [site for site in marked if region_of(site) == each], region, regions) for each in found
        ),
        why_none="" if marked else "Not asked" if sites.state == "na" else sites.said,
        note=note,
    )


def region_of(site: str) -> str:
    """Without its side."""
    return site.removesuffix("_L").removesuffix("_R")


def _place(region: str, sites: list[str], worst: str | None, regions: Mapping[str, str]) -> PainPlace:
    """``left calf (worst)``, ``left and right calf (worst, side not asked)``."""
    sites = sorted(sites)
    sides = " and ".join(_SIDES[site[-2:]] for site in sites if site[-2:] in _SIDES)
    name = inside_sentence(regions.get(region, region.replace("_", " ")))
    of_worst = " (worst, side not asked)" if len(sites) > 1 else " (worst)"
    is_worst = region == worst
    return PainPlace(f"{sides} {name}".lstrip() + of_worst * is_worst, tuple(sites), is_worst)
