"""Folders and feeds that are watched: looked at once, or again and again.

Input: names of folders and addresses of feeds. Output: events in the log, by kb.service.intake.watch_looks.
Never: stops for ever because one source fails: what fails is said and tried again, later each time.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.errors import LockedError, StorageError
from kb.service.intake.taking import Told, backoff
from kb.service.intake.watch_looks import Look, Looker, is_feed

_PATIENCE: Final = 60.0  # seconds for which a single look waits for files that are being written
_LEAST_PAUSE: Final = 0.1  # seconds between two looks at what is being written


class Watcher:
    """Watches sources.

    Args:
        looker: looks at one.
    """

    def __init__(self, looker: Looker) -> None:
        self._looker = looker

    def once(self, sources: Sequence[str]) -> bool:
        """Look at each source once, wait for files that are being written, and return whether all went well.

        Raises:
            StorageError, LockedError, IntegrityError: the home is at fault.
        """
        good = True
        for source in sources:
            look = self._looker.look(source, insist=True)
            waited = 0.0
            while look.pending and waited < _PATIENCE:
                time.sleep(pause := max(self._looker.rules.settle, _LEAST_PAUSE))
                waited += pause
                again = self._looker.look(source, insist=False)
                look = replace(again, failed=look.failed or again.failed)
            if look.pending:
                self._looker.tell(Told(source, note=f"{look.pending:,} of its files are still being written."))
            good = good and not look.failed and not look.pending
        return good

    def forever(self, sources: Sequence[str]) -> bool:
        """Look at each source again and again; returns False when none is left that could be looked at.

        Raises:
            IntegrityError: the home is at fault in a way that waiting does not mend.
        """
        now = time.time()
        due = {source: self._first(source, now) for source in sources}
        while due:
            source = min(due, key=lambda one: due[one])
            if (rest := due[source] - time.time()) > 0:
                time.sleep(rest)
            try:
                look = self._looker.look(source, insist=False)
            except (LockedError, StorageError) as error:
                self._looker.tell(Told(source, error=error))
                look = Look(failed=True, wait=backoff(1))
            if look.over:
                del due[source]
            else:
                due[source] = time.time() + max(look.wait, 0.0 if look.pending else self._looker.every(source))
                if look.pending:
                    due[source] += max(self._looker.rules.settle, _LEAST_PAUSE)
        return False

    def _first(self, source: str, now: float) -> float:
        """Return when a source is looked at first: at once, or when it was due when the watcher ended."""
        if not is_feed(source):
            return now
        known = self._looker.state.source(source)
        return max(min(known.due, now + self._looker.every(source)), known.until)
