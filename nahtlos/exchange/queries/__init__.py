"""What is seen of the directory from outside."""
