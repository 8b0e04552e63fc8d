"""The clinician's queue, and who works on what."""
