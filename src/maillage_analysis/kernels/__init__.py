"""Compiled loops. The only place where numba is imported: import these modules inside functions, never at the
top of a module. With `NUMBA_DISABLE_JIT=1` they run as plain Python and give the same numbers."""
