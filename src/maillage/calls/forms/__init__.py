"""What one may say about a call, an application, a review, a composition."""
