"""Reading what is stored: from rows to what faces need. Writes nothing."""
