"""Trying other rules or settings on what is stored: reading it, asking the other rules, comparing, telling."""
