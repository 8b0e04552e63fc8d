"""For the privacy officer: who saw whose data."""
