"""What one may read of a call, of its applications, of their review and of the choice of the places."""
