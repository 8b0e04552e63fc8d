"""What the report says, a module a section."""
