"""The front desk's first page: who is expected, here, being asked and done with today."""
