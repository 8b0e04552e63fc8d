"""Medicines by name: the list, what its notes ask the front desk to look at, and the search for a name."""
