"""Working it out: the case, scores, what is found, trends, alerts."""
