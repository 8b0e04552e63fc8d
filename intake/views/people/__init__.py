"""A person over time."""
