"""All that one summary says, as plain values: they are made from what is stored, and each face lays them out."""
