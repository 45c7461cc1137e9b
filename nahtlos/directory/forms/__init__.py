"""The shape of what is typed into the directory."""
