"""The summary's data as HTML, written once before anything is measured."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from typing import Any

Node = dict[str, Any]


def html(document: Node) -> str:
    said = document["furniture"]
    head = f'<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(document["title"])}</title></head>'
    header = f'<header><span class="mark"><b>{said["mark"]}</b></span><b>{said["name"]}</b>{said["about"]}</header>'
    footer = f'<footer><span class="page"></span>{escape(said["footer"])}</footer>'
    parts = [_Blocks(document["styles"]).all(document[name]) for name in ("first", "further")]
    first, further = (
        f'<div class="{name}">{part}</div>' for name, part in zip(("first", "further"), parts, strict=True)
    )
    return f"<!doctype html>{head}<body>{header}{footer}{first}{further}</body></html>"


def sizes(document: Node) -> str:
    """What of the style sheet follows from the document's styles, fonts and pages."""
    page, faces = document["page"], document["faces"]
    foot_margin = page["foot"] - 6  # its lines add up to a few points more
    margin, size = f"{page['margin']}pt", f"{page['width']}pt {page['height']}pt"
    rules = [
        f'@font-face {{ font-family: Summary; font-weight: {weight}; src: url("file://{faces[name]}") }}'
        for name, weight in (("F1", 400), ("F2", 600))
    ]
    foot = "@bottom-left { content: element(footer); width: 100%; vertical-align: top; margin-top: 1mm }"
    head = "@top-left { content: element(header); width: 100%; vertical-align: bottom; margin-bottom: 2mm }"
    for name, top, boxes in (("first", page["first_top"], foot), ("later", page["top"], head + foot)):
        rules.append(f"@page {name} {{ size: {size}; margin: {top}pt {margin} {foot_margin}pt {margin}; {boxes} }}")
    rules.append(f".further {{ column-gap: {page['gutter']}pt }}")
    return "\n".join([*rules, *(_style(number, style) for number, style in enumerate(document["styles"]))])


def _style(number: int, style: Node) -> str:
    weight = 600 if style["bold"] else 400
    hang = f"padding-left: {style['hang']}pt; text-indent: -{style['hang']}pt; " if style["hang"] else ""
    look = f"font-weight: {weight}; color: {style['colour']}"
    return f".s{number} {{ font-size: {style['size']}pt; line-height: {style['leading']}pt; {hang}{look} }}"


class _Blocks:
    def __init__(self, styles: list[Node]) -> None:
        self.styles = styles

    def all(self, nodes: Iterable[Node]) -> str:
        return "".join(map(self.one, nodes))

    def one(self, node: Node) -> str:
        margins = f"margin: {node['before']:.2f}pt 0 {node['after']:.2f}pt"
        match node["kind"]:
            case "text":
                tag = node["role"].lower() if node["role"].startswith("H") else "p"
                kind = " ".join([f"s{node['style']}", *(name for name in ("keeps", "ruled") if node.get(name))])
                return f'<{tag} class="{kind}" style="{margins}">{_words(node["runs"])}</{tag}>'
            case "list":
                gap = f"margin-top: {node['gap']}pt"
                items = "".join(f'<li style="{gap}">{self.all(of)}</li>' for of in node["items"])
                return f'<ul style="{margins}">{items}</ul>'
            case "step":
                return self._step(node)
            case "barred":
                tint = f"; background: {node['tint']}" if node["tint"] else ""
                pads = f"padding: {node['pad']}pt {node['pad']}pt {node['pad']}pt {node['inset'] - 2.6}pt"
                look = f"{margins}; border-left: 2.6pt solid {node['bar']}; {pads}{tint}"
                return f'<div class="barred" style="{look}">{self.all(node["children"])}</div>'
            case "beside":
                columns = "".join(
                    f'<div style="width: {column["width"]}pt; margin-right: {node["gutter"]}pt">'
                    f"{self.all(column['children'])}</div>"
                    for column in node["columns"]
                )
                return f'<div class="beside" style="{margins}">{columns}</div>'
            case "table":
                return self._table(node, margins)
            case "picture":
                source = base64.b64encode(_svg(node).encode()).decode("ascii")
                size = f"width: {node['width']}pt; height: {node['height']}pt"
                return (
                    f'<img style="{margins}; {size}; display: block" alt="{escape(node["alt"])}" '
                    f'src="data:image/svg+xml;base64,{source}">'
                )
            case "rule":
                return f'<hr style="{margins}">'
            case "lines":
                return f'<div class="line" style="height: {node["each"] - 0.6}pt"></div>' * node["count"]
            case "mark":
                return f'<p class="mark"><b>{node["text"]}</b> <span>{node["under"]}</span></p>'
            case _:
                return self.all(node["children"])

    def _step(self, node: Node) -> str:
        style, box = self.styles[node["style"]], node["box"]
        size = f"width: {box - 1}pt; height: {box - 1}pt; font-size: {box * 0.72:.2f}pt; line-height: {box - 1}pt"
        boxes = "".join(f'<i style="{size}">{letter}</i>' for letter in node["boxes"])
        line = f"top: {style['leading'] - 1:.2f}pt; width: {node['note'] - 8}pt"
        note = f'<span class="note" style="{line}"></span>' if node["note"] else ""
        room = f'style="padding-right: {node["note"]}pt"'
        lead = f'<span class="lead">{_words(node["lead"])}</span>' if node["lead"] else ""
        said = f'{lead}<span class="boxes">{boxes}</span>{_words(node["runs"])}{note}'
        return f'<p class="step s{node["style"]}" {room}>{said}</p>'

    def _table(self, node: Node, margins: str) -> str:
        line = 0.4
        under = max(node["pad"] - line, 0)
        over = max(2 * node["pad"] - line - under, 0)
        pads = f"padding: {over:.2f}pt {node['apart']}pt {under:.2f}pt 0"
        rows = []
        for place, row in enumerate(node["rows"]):
            cells = []
            for at, (cell, width) in enumerate(zip(row, node["widths"], strict=True)):
                is_head = place < node["heads"]
                scope = "col" if is_head else "row" if node["row_heads"] and not at else ""
                tag = f'th scope="{scope}"' if scope else "td"
                look = f"{pads}; width: {width - node['apart']:.2f}pt" if is_head and width else pads
                text = cell[0]
                said = f'<{tag} class="s{text["style"]}" style="{look}">{_words(text["runs"])}</{tag[:2]}>'
                cells.append(said)
            rows.append(f"<tr>{''.join(cells)}</tr>")
        heads, others = "".join(rows[: node["heads"]]), "".join(rows[node["heads"] :])
        return f'<table style="{margins}"><thead>{heads}</thead><tbody>{others}</tbody></table>'


def _svg(node: Node) -> str:
    """With its labels."""
    labels = "".join(
        f'<text x="{label["x"]}" y="{label["y"]}" font-size="{label["size"]}" fill="{label["colour"]}" '
        f'font-family="Summary" font-weight="{600 if label["bold"] else 400}">{escape(label["text"])}</text>'
        for label in node["labels"]
    )
    return str(node["svg"]).replace("</svg>", f"{labels}</svg>")


def _words(runs: list[list[str]]) -> str:
    return "".join(map(_run, runs))


def _run(run: list[str]) -> str:
    text, look = run
    said = escape(text, quote=False).replace("\n", "<br>")
    bold, tone = look.startswith("b"), look.removeprefix("b")
    if bold:
        return f'<b class="{tone}">{said}</b>' if tone else f"<b>{said}</b>"
    return f'<span class="{tone}">{said}</span>' if tone else said
