"""Texts kept apart: what the guard of free texts suspects, until a facilitator has decided.

Any room above hands a text over with `services.guard_text`; a false alarm goes back where it came from.
"""
