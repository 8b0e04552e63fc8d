"""Saying it: reasons, what would change a result, the rule book."""
