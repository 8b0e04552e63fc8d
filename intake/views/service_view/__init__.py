"""The service as a whole, in numbers: for the clinical lead, and nothing of a person."""
