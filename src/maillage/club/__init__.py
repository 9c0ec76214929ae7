"""The Club: practices that travel from one territory to another."""
