"""The frame of the pages: what it says, what it needs, what it survives."""
