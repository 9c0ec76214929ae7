"""Words of the templates of the calls."""
