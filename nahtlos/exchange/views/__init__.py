"""The pages and documents of the room."""
