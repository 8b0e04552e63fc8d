"""Ctrl-C in a program that a test starts."""

import signal


def hear_interrupts() -> None:
    """To be run in the new process first: whoever runs the tests in the background may have had Ctrl-C ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
