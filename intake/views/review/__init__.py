"""The clinician reads one intake, completes it, decides, signs."""
