"""Signing in and out, and what is open to everybody."""
