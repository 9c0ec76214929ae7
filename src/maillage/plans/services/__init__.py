"""What one may do with a commitment."""
