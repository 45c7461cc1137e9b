"""Pure rules of the room: topics, audiences and formats, their words, and what real pages offer."""
