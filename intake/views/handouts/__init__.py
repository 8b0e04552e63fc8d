"""Handouts for the person: their pages, which anybody may read, and how they are given."""
