"""Tickets, what happens to them, and where they stand."""
