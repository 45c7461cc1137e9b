"""The shape of what is typed about persons, stays, plans and answers."""
