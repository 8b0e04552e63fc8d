"""How a rule is written: answers, conditions, kinds of question, instruments, sources. Knows no rule."""
