"""The rule book to read: every question, instrument, fact, flag, pattern, rule and step as it stands in the code.

Nothing is written a second time here. Titles, reasons and sources are the values' own, and a condition is its own sentence.
"""

from .book import chapters
from .entries import Chapter, Entry
from .search import found

__all__ = ["Chapter", "Entry", "chapters", "found"]
