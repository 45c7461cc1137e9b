"""What a list may look like and what its lines mean. Pure."""
