"""The rules, as data: questions, instruments, facts, red flags, patterns, combined rules, steps, sources."""
