"""What is seen of offers: by the public through the finder, by an organisation of its own."""
