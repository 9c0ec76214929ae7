"""What one may do with a call, its applications, their review and the choice of the places."""
