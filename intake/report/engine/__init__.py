"""Pages: text set into lines, blocks poured into frames, tags, one file. Knows nothing of the intake."""
