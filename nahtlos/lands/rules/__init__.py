"""What a profile of a Land may say, and what came with the installation."""
