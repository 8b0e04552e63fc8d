"""Forms made from the catalogue: sections, fields, layout, and the reading of what was typed. No class a question."""
