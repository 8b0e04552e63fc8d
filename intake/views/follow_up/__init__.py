"""What was agreed to be done later."""
