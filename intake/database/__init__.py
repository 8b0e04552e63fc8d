"""How the guards stay up while migrations change tables: Django's own database backends, with another schema editor."""
