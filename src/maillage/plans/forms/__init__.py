"""What one may say of commitments, and of the tables of a meeting."""
