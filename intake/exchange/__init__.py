"""Faces for other systems: the assessment as JSON, and what is copied into them as text."""
