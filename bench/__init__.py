"""`python -m bench`: ratios against peers, measured in one run. Never a timed test."""
