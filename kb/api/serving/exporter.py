"""The process that makes one export and ends: reading a whole graph takes the interpreter that the server answers with.

Input: a job from kb.api.serving.exported, pickled on standard input; the file as the descriptor that the job names.
Output: the export in the file; on standard output what was noted of the past and the error, if any, pickled: both ends
are ours. Never: outlives the process that asks for it, whose end closes standard input; writes to the home.
"""

import logging
import os
import pickle
import sys
import threading
from dataclasses import dataclass

from kb.bootstrap import open_knowledge_base
from kb.errors import KbError
from kb.exporting.formats import Form
from kb.service.export.take_away import Part, take_patiently
from kb.settings import Settings

NICE = 10  # whoever takes the whole graph can wait a little longer for it than others for an answer


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be exported.

    Attributes:
        settings: with the home that it is of.
        file: descriptor of an empty file.
    """

    settings: Settings
    form: Form
    part: Part
    min_confidence: float
    position: int
    file: int


class _Notes(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def main() -> None:
    """Make the export that standard input asks for."""
    os.nice(NICE)
    job: Job = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with, args=(sys.stdin.fileno(),), daemon=True).start()
    notes = _Notes()
    error: Exception | None = None
    logging.getLogger("kb.past").addHandler(notes)
    try:
        with (
            os.fdopen(job.file, "wb") as file,
            open_knowledge_base(None, job.settings) as kb,
        ):
            take_patiently(kb, file, job.form, job.part, job.position, job.min_confidence)
    except (KbError, OSError) as caught:
        error = caught
    pickle.dump((notes.texts, error), sys.stdout.buffer)


def _end_with(descriptor: int) -> None:
    os.read(descriptor, 1)  # nothing more is sent
    os._exit(1)


if __name__ == "__main__":
    main()
