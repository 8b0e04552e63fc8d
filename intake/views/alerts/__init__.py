"""Safety alerts, for those on duty."""
