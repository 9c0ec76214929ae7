"""Doors of the calls, one file for each kind of visitor."""
