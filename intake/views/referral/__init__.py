"""A person is referred: the letter, what became of it, and who has to do what next."""
