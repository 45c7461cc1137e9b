"""What is pure about conferences."""
