"""The fingerprint of the rules: it changes with everything that can change a result or a printed word of it.

The medicine is plain Python that sees no clock, file, network or framework (``tests/test_house.py``). So its source
says all that it does: rules, weights, limits, labels, sources, their order, and the code that works results out and
words them. Of that source the syntax tree counts. Comments, docstrings, layout, line ends and the types of arguments
do not count, nor does the version of Python.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

MEDICINE = "intake.clinical"
_SAYS_NOTHING = {"ctx", "kind", "returns", "type_comment"}
"""Parts of a syntax tree: whether a name is read or written, how a text is quoted, types."""


@cache
def rule_set_fingerprint() -> str:
    """Of the rules that run here: 64 hexadecimal digits. Worked out once a process, in a tenth of a second."""
    return fingerprint_of(files(MEDICINE))


def fingerprint_of(folder: Traversable) -> str:
    """Of the medicine in this folder, which may be that of another release.

    Raises:
        FileNotFoundError: it holds no source.
        SyntaxError: it is no Python.
    """
    modules = dict(_modules(folder))
    if not modules:
        raise FileNotFoundError(f"no source of the rules in {folder}")
    told: list[str] = []
    for name in sorted(modules):
        told.append(name)
        _tell(ast.parse(modules[name]), told)
    return sha256("\n".join(told).encode()).hexdigest()


def _modules(folder: Traversable, within: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _modules(entry, f"{within}{entry.name}/")
        elif entry.name.endswith(".py"):
            yield f"{within}{entry.name}", entry.read_bytes()


def _tell(node: object, told: list[str]) -> None:
    """A syntax tree as a list of words. Empty parts are left out: newer versions of Python have more of them."""
    if isinstance(node, ast.AST):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return  # a docstring
        told.append(type(node).__name__)
        for name in node._fields:
            value = getattr(node, name)
            is_type = name in _SAYS_NOTHING or (name == "annotation" and isinstance(node, ast.arg))
            if value is not None and value != [] and not is_type:
                told.append(name)
                _tell(value, told)
        told.append(")")
    elif isinstance(node, list):
        for part in node:
            _tell(part, told)
        told.append("]")
    else:
        told.append(repr(node))
