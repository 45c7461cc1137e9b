"""What is seen of first advice: who answers, a thread, the inbox."""
