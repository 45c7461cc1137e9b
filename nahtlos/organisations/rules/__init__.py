"""Pure rules of the room: what is known about real places, and how a place becomes a point."""
