"""What a process does once, before it answers anybody."""

import gc


def settle() -> None:
    """Keep for good what is loaded by now: some hundred thousand objects of code and settings,
    which the collector would else walk through in the middle of somebody's request (half a second
    on a slow machine, in one of every few hundred).
    """
    gc.collect()
    gc.freeze()
