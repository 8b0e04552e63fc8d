"""What people see, a module a role. A view loads, checks the audience, reads a form, calls an action, renders."""
