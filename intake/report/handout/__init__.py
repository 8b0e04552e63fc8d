"""Handouts for the person, in large print, one page each."""
