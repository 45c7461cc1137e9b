"""Several people who do something at the same moment, each on a connection of her own."""

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connections

Found = TypeVar("Found")


def together(*deeds: Callable[[], Found]) -> list[Found | Exception]:
    """What each of DEEDS returned or raised, in their order; all begin at once. The database of the
    test must be a committing one.
    """
    ready = threading.Barrier(len(deeds))
    outcomes: dict[int, Found | Exception] = {}

    def work(number: int) -> None:
        ready.wait()
        try:
            outcomes[number] = deeds[number]()
        except Exception as error:  # noqa: BLE001 (the test says which it expects)
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[number] for number in range(len(deeds))]
