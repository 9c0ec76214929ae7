"""Measures of cooperation networks: numbers only.

Frozen validated values in (`Network`, `Waves`), frozen results out (`Scalar`, `PerNode`, `PerGroup`, `Matrix`, `Fit`).
No Django, no database, no clock, no network; nothing random without a seed.
"""
