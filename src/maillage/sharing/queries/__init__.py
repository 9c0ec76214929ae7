"""What one may read of a shared diagnosis."""
