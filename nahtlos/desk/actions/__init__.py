"""What the desk does: it sets up the demonstration."""

from nahtlos.desk.actions.world import PASSWORD, load_world

__all__ = ["PASSWORD", "load_world"]
