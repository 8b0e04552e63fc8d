"""The person answers alone."""
