"""The rule book, and who approved it."""
