"""Small networks made by us, whose values were worked out by hand (each module says how)."""
