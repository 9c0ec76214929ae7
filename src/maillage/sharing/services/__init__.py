"""What one may do with a shared diagnosis."""
