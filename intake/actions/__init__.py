"""The only writers. Each is keyword-only and atomic, and writes its audit row in the same transaction."""
