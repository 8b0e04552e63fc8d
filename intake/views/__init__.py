"""What people see, a folder a job. A view loads, checks the audience, reads a form, calls an action, renders."""
