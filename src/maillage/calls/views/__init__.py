"""Pages of a call, of an application, of the review and of the composition."""
