"""What is drawn: where it hurts, scores on their scale, time courses."""
