"""Text without any layout but lines: what the brief, the plan and a letter say, a module a part."""
