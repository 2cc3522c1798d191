"""Many at the same moment: for everything that may happen only once."""

from __future__ import annotations

import threading
from collections.abc import Callable


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Run `work(number)` in as many threads at the same moment; give what each answered or raised."""
    answers: list[object] = []
    gate = threading.Barrier(count)

    def one(number: int) -> None:
        gate.wait()
        try:
            answers.append(work(number))
        except Exception as error:  # noqa: BLE001 - whatever it was, the caller looks at it
            answers.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
