"""Wires the rooms together: settings, the two URL lists and the server's entry point."""
