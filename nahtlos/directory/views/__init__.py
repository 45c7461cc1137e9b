"""Pages of the directory: the public finder, and the organisation's own offers."""
