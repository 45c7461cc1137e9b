"""Pages of first advice: public ones without any session, and the office's inbox."""
