"""Pure Python of the room."""
