"""Logs say what failed and where, never what somebody typed."""

import logging
import traceback
from types import TracebackType


class WithoutValues(logging.Formatter):
    """Leaves out the messages of exceptions: a database's complaint quotes the row, a form's quotes the answer.
    The frames and the kinds of the exceptions are enough to find the line."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        parts = []
        error = ei[1]
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{type(error).__module__}.{type(error).__qualname__}, raised at:\n{frames}")
            error = error.__cause__ or error.__context__
        return "because of\n".join(parts).rstrip()
