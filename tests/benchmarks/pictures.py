"""The pictures: their operators as SVG, their labels as text with its place."""

from __future__ import annotations

from typing import Any

from intake.report.engine.plate import Label, Plate
from intake.report.engine.shapes import Picture

_PLAIN = {"rg": "#000000", "RG": "#000000", "w": "1", "j": "0"}
"""What a page begins with: fill, stroke, width of a line, its corners."""


def picture(block: Picture) -> dict[str, Any]:
    plate = block.paint
    if not isinstance(plate, Plate):
        raise TypeError("a picture that is no plate is not known here")
    size = {"width": round(block.width, 2), "height": round(block.tall, 2)}
    return {**size, "svg": _svg(plate, **size), "labels": [_label(label, block.tall) for label in plate.labels]}


def _label(label: Label, height: float) -> dict[str, Any]:
    look = {"size": label.size, "bold": label.bold, "colour": f"#{label.colour.hexval()[2:]}"}
    return {"x": round(label.left, 2), "y": round(height - label.y, 2), "text": label.text, **look}


def _svg(plate: Plate, width: float, height: float) -> str:
    """The group around it all turns heights, which run up in a PDF."""
    parts = [f'<g transform="matrix(1 0 0 -1 0 {height})">']
    state, saved, path, numbers = dict(_PLAIN), [], [], []
    groups, clips = [1], 0
    for word in plate.operators.split():
        match word:
            case "q":
                saved.append(dict(state))
                groups.append(0)
            case "Q":
                state = saved.pop()
                parts.append("</g>" * groups.pop())
            case "cm":
                groups[-1] += 1
                parts.append(f'<g transform="matrix({" ".join(numbers)})">')
            case "rg" | "RG":
                state[word] = f"#{''.join(f'{round(float(part) * 255):02x}' for part in numbers)}"
            case "w" | "j":
                state[word] = numbers[0]
            case "m" | "l" | "c":
                path.append(f"{word.upper()}{' '.join(numbers)}")
            case "re":
                x, y, wide, tall = numbers
                path.append(f"M{x} {y}h{wide}v{tall}h-{wide}z")
            case "h":
                path.append("z")
            case "W":
                clips += 1
                groups[-1] += 1
                parts.append(f'<clipPath id="c{clips}"><path d="{"".join(path)}"/></clipPath>')
                parts.append(f'<g clip-path="url(#c{clips})">')
            case "f" | "B" | "S" | "n":
                if word != "n":
                    parts.append(f'<path d="{"".join(path)}" {_paint(word, state)}/>')
                path = []
            case _:
                numbers.append(word)
                continue
        numbers = []
    parts.append("</g>" * groups[0])
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _paint(operator: str, state: dict[str, str]) -> str:
    filled = "none" if operator == "S" else state["rg"]
    join = ' stroke-linejoin="round"' if state["j"] == "1" else ""
    line = "" if operator == "f" else f' stroke="{state["RG"]}" stroke-width="{state["w"]}"{join}'
    return f'fill="{filled}"{line}'
