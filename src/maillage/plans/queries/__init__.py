"""What one may read of commitments, and of the tables of a meeting."""
