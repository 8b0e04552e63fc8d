"""Faces for other systems: the assessment as JSON."""
