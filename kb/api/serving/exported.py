"""Exports, large ones made by another process, one each: this side of kb.api.serving.exporter.

Input: an opened knowledge base, which export. Output: the export in a file of the caller's.
Never: leaves a process behind.
"""

import logging
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

import kb
from kb.errors import StorageError
from kb.exporting.formats import Form
from kb.log.postgres_address import is_address
from kb.projections.graph.store import bytes_on_disk
from kb.service.export.take_away import Part, take_patiently
from kb.service.knowledge_base import KnowledgeBase

_past = logging.getLogger("kb.past")
_SMALL: Final = 16 << 20  # bytes on disk of a graph that is written sooner than a process has begun


def export(base: KnowledgeBase, file: IO[bytes], form: Form, part: Part, position: int, min_confidence: float) -> None:
    """Write a part of the graph into *file*; by another process where that takes long.

    Raises:
        KbError: see kb.service.export.take_away.take_patiently.
    """
    little = part.article or part.entity or bytes_on_disk(base.home.graph_path) < _SMALL
    make = export_apart if base.reads_apart and not little else take_patiently
    make(base, file, form, part, position, min_confidence)


def export_apart(
    base: KnowledgeBase, file: IO[bytes], form: Form, part: Part, position: int, min_confidence: float
) -> None:
    """Have another process write a part of the graph into *file*, which is empty and has a descriptor.

    Raises:
        KbError: what the export itself raises.
        StorageError: the process ended.
    """
    from kb.api.serving.exporter import Job

    chosen = base.settings.home
    settings = replace(base.settings, home=chosen if is_address(chosen) else str(base.home.root), origins={})
    job = Job(settings, form, part, min_confidence, position, file.fileno())
    paths = [str(Path(kb.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    process = subprocess.Popen(  # arguments are our own, nothing of a client's
        [sys.executable, "-P", "-m", "kb.api.serving.exporter"],
        pass_fds=[file.fileno()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        pickle.dump(job, process.stdin)
        process.stdin.flush()
        said = process.stdout.read()
    if not said:
        raise StorageError(
            f"The process that exports ended with {process.returncode}.", hint="The server's log says why; try again."
        )
    notes, error = pickle.loads(said)
    for text in notes:
        _past.warning("%s", text)
    if error is not None:
        raise error
